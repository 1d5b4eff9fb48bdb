// Serves the Firebase Auth emulator on a loopback port and says which, as one line of JSON.
// usage: node auth-emulator.js <folder of node_modules> <project> <port, 0 for any free one>
'use strict';
const path = require('path');
const [packages, project, port] = process.argv.slice(2);

// The parent holds the other end: its death, however sudden, ends this process too.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();

// Not a public part of firebase-tools, hence its exact version in package.json. The public command
// insists on Java 21 and on emulators that it downloads.
const { createApp } = require(
    path.join(packages, 'node_modules', 'firebase-tools', 'lib', 'emulator', 'auth', 'server'));

createApp(project)
    .then((app) => {
      const server = app.listen(Number(port), '127.0.0.1', () => {
        console.log(JSON.stringify({ port: server.address().port }));
      });
      server.on('error', (e) => {
        console.error(e.message);
        process.exit(1);
      });
    })
    .catch((e) => {
      console.error(e);
      process.exit(1);
    });
