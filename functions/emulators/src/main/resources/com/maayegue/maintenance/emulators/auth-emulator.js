// Serves the Firebase Auth emulator on a loopback port and says which, as one line of JSON.
// usage: node auth-emulator.js <folder of node_modules> <project> <port, 0 for any free one>
'use strict';
const path = require('path');
const [packages, project, port] = process.argv.slice(2);

// The parent holds the other end: its death, however sudden, ends this process too.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();

const tools = path.join(packages, 'node_modules', 'firebase-tools', 'lib');

// It checks requests against schemas, and compiles those of all its 103 operations before it
// serves: 16 s of the processor until then. With an option of its library each is compiled when it
// is first needed, and it serves after 2 s.
const exegesis = require(require.resolve('exegesis-express', { paths: [tools] }));
const { middleware } = exegesis;
exegesis.middleware = (api, options) =>
    middleware(api, { ...options, lazyCompileValidationSchemas: true });

// Not a public part of firebase-tools, hence its exact version in package.json. The public command
// insists on Java 21 and on emulators that it downloads.
const { createApp } = require(path.join(tools, 'emulator', 'auth', 'server'));

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
