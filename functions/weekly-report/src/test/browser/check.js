// Opens each page in Chromium: phone, desk and paper, light and dark. Prints what does not fit and what axe-core finds.
// node check.js CHROMIUM FOLDER PAGE[@SIZE]...
const fs = require('fs');
const path = require('path');
const puppeteer = require('puppeteer-core');

const [chromium, folder, ...pages] = process.argv.slice(2);
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [
  ['phone', 360, 740, 'screen'],
  ['desktop', 1280, 900, 'screen'],
  ['print', 718, 1016, 'print'],
];

// What is wider than the window, or than the box that it is in.
function overflowing() {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter((each) => !each.closest('thead') || getComputedStyle(each.closest('thead')).position !== 'absolute')
    .filter((each) => each.getBoundingClientRect().right > width + 1 || each.getBoundingClientRect().left < -1)
    .map((each) => `${each.tagName} "${each.textContent.trim().slice(0, 40)}"`)
    .slice(0, 5);
}

async function check(browser, file, [size, width, height, media], scheme) {
  const tab = await browser.newPage();
  await tab.setViewport({ width, height });
  await tab.emulateMediaType(media);
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const asked = [];
  tab.on('request', (request) => asked.push(request.url()));
  await tab.goto('file://' + path.resolve(file));
  await tab.evaluate(axe);
  const found = await tab.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  const name = `${path.basename(file, '.html')}-${size}-${scheme}`;
  const result = {
    name,
    overflow: await tab.evaluate(overflowing),
    violations: found.violations.map((each) => `${each.id}: ${each.nodes.length} such as ${each.nodes[0].html.slice(0, 160)}`),
    passes: found.passes.map((each) => each.id),
    asked: asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:')),
  };
  await tab.screenshot({ path: path.join(folder, name + '.png'), fullPage: true });
  await tab.close();
  return result;
}

(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const results = [];
  for (const [page, only] of pages.map((each) => each.split('@'))) {
    for (const size of SIZES.filter(([name]) => !only || name === only)) {
      for (const scheme of ['light', 'dark']) {
        results.push(await check(browser, page, size, scheme));
      }
    }
  }
  await browser.close();
  console.log(JSON.stringify(results));
})().catch((failure) => { console.error(failure); process.exit(1); });
