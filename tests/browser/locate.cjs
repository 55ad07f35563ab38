// Evaluates locators as a developer's own test would: node locate.cjs PLAYWRIGHT CHROMIUM ARGS URL < locators.json
// Prints [[how many elements it matches, {x, y, width, height}], ...].
const [playwright, executablePath, args, url] = process.argv.slice(2);
(async () => {
  const { chromium } = require(playwright);
  const browser = await chromium.launch({ executablePath, args: JSON.parse(args) });
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(url);
  await page.waitForTimeout(300);
  const answers = [];
  for (const locator of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
    const found = new Function("page", `return ${locator}`)(page);
    const count = await found.count();
    answers.push([count, count === 1 ? await found.boundingBox() : null]);
  }
  console.log(JSON.stringify(answers));
  await browser.close();
})();
