// Opens previews in Chromium. See ../run.

import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { chromium } from "playwright-core";
import { below, changed, corpus, out, panels, preview, root } from "./files.mjs";
import { accessibility, keyboard, laidOut, misplaced, open, print, shot } from "./look.mjs";
import { unseen } from "./selftest.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  console.error(`there is no browser at ${executablePath}: install chromium, or name one by CHROMIUM`);
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let failed = 0;
let looked = 0;

function tell(name, problems) {
  looked += 1;
  failed += problems.length > 0 ? 1 : 0;
  console.log(problems.length === 0 ? `fine: ${name}` : `wrong: ${name}\n${problems.map((problem) => `    ${problem}`).join("\n")}`);
}

const dashboardsOf = (paths) => paths.map((path) => JSON.parse(readFileSync(path, "utf8")));

/** A page of dashboards: all panels are there, at their places. */
async function placed(name, path, dashboards, picture = false) {
  const { page, problems } = await open(browser, path);
  const found = await laidOut(page);
  const wanted = dashboards.flatMap(panels);
  if (wanted.length === 0) problems.push("there is nothing to look for");
  problems.push(...misplaced(found, wanted));
  if (picture) await shot(page, name, { fullPage: true });
  tell(`${name}: ${wanted.length} panels at their places`, problems);
  await page.close();
}

/** Everything else that is asked of a page. */
async function inFull(name, path) {
  const { page, problems } = await open(browser, path);
  tell(`${name}: from the keyboard`, await keyboard(page));
  await page.goto(`file://${path}`);
  tell(`${name}: on paper`, await print(page));
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    tell(`${name}: accessible, ${colorScheme}`, await accessibility(page));
  }
  const colours = async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    return page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector("article .label, article .ink")).fill].join());
  };
  const [light, dark] = [await colours("light"), await colours("dark")];
  tell(`${name}: light and dark`, light === dark ? [`both are ${light}`] : []);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 390, height: 800 });
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
  tell(`${name}: fits a telephone`, wide > 0 ? [`${wide} pixels stick out`] : []);
  tell(`${name}: silent`, problems);
  await page.close();
}

const notice = async (page) => ((await page.locator("[role=note]").textContent()).includes("not Grafana") ? [] : ["it does not say that it is no Grafana"]);

// The bundled dashboard, and every type of panel.
const bundled = preview("bundled", []);
const ofBundled = dashboardsOf(below(join(root, "generated/grafana/dashboards"), ".json"));
const missed = await unseen(browser, bundled, ofBundled.flatMap(panels));
if (missed.length > 0) {
  console.error(`the checks themselves are wrong:\n${missed.join("\n")}`);
  process.exit(2);
}
await placed("bundled", bundled, ofBundled, true);
await inFull("bundled", bundled);
const everyPanel = preview("every-panel", ["--config", "tests/scenarios/every-panel/spanboard.yaml"]);
await placed("every-panel", everyPanel, dashboardsOf(below(join(root, "tests/scenarios/every-panel/generated/grafana/dashboards"), ".json")), true);
{
  const { page } = await open(browser, bundled);
  tell("bundled: says what it is", await notice(page));
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "bundled-dark", { fullPage: true });
  await page.close();
}

// The picture, as a browser reads it: XML, in which a mistake shows nothing at all.
for (const [name, args, folder] of [["bundled", [], root], ["hostile", [join(root, "preview-test/hostile/dashboard.json")], root]]) {
  const path = preview(name, args, folder, "svg");
  const { page, problems } = await open(browser, path);
  const found = await page.evaluate(() => ({
    root: document.documentElement.tagName,
    panels: document.querySelectorAll("svg > g > rect.panel").length,
    others: document.querySelectorAll("script, foreignObject, image, a, parsererror").length,
  }));
  const wanted = name === "bundled" ? ofBundled.flatMap(panels).length : 4;
  if (found.root !== "svg" || found.panels !== wanted || found.others > 0) problems.push(`${JSON.stringify(found)}, and ${wanted} panels are wanted`);
  await shot(page, `${name}-svg`);
  tell(`${name}: as a picture`, problems);
  await page.close();
}

// Texts that try to be more than text.
{
  const path = preview("hostile", [join(root, "preview-test/hostile/dashboard.json")]);
  const { page, problems } = await open(browser, path);
  await page.waitForTimeout(200);
  const found = await page.evaluate(() => ({
    scripts: document.querySelectorAll("script, iframe, object, embed, form, img, base, link").length,
    handlers: [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((attribute) => attribute.name.startsWith("on"))).length,
    hrefs: [...document.querySelectorAll("a")].map((link) => link.getAttribute("href")).filter((href) => !/^(#|https?:\/\/)/.test(href)),
    styles: [...document.querySelectorAll("[style]")].map((one) => one.getAttribute("style")).filter((style) => !/^(grid-area:[\d/ a-z]+|(fill|stroke|background):[#\w]+)$/.test(style)),
    pwned: globalThis.pwned === true,
    title: document.querySelector("h2").textContent,
  }));
  if (found.scripts + found.handlers > 0 || found.pwned) problems.push(`something got through: ${JSON.stringify(found)}`);
  if (found.hrefs.length > 0) problems.push(`links that lead elsewhere: ${found.hrefs}`);
  if (found.styles.length > 0) problems.push(`styles of somebody else: ${found.styles}`);
  if (!found.title.includes("<script>")) problems.push(`the title is not shown as text: ${found.title}`);
  tell("hostile: texts stay texts", problems);
  await shot(page, "hostile", { fullPage: true });
  await page.close();
}

// Before and after.
const review = preview("before-and-after", ["HEAD"], changed());
{
  const { page, problems } = await open(browser, review, { viewport: { width: 1500, height: 900 } });
  const marks = (side) => page.locator(`#dashboard-1-${side}`).evaluate((root) =>
    Object.fromEntries([...root.querySelectorAll("article.panel")].flatMap((panel) => {
      const mark = panel.querySelector(".mark");
      return mark && mark.checkVisibility() ? [[panel.querySelector("h5").textContent, mark.className.replace("mark ", "")]] : [];
    })));
  const wanted = {
    before: { Detections: "moved", Events: "removed", "Pipeline errors": "changed", Workers: "moved" },
    after: { Detections: "moved", "Pipeline errors": "changed", Retries: "added", Workers: "moved" },
  };
  for (const side of ["before", "after"]) {
    const found = await marks(side);
    const sorted = (marks) => JSON.stringify(Object.entries(marks).sort());
    if (sorted(found) !== sorted(wanted[side])) problems.push(`${side}: ${sorted(found)} and not ${sorted(wanted[side])}`);
  }
  const threshold = await page.locator(".marked").textContent();
  if (!/red threshold.*7/.test(threshold)) problems.push(`the threshold is not told: ${threshold}`);
  tell("before and after: marks", problems);
  await shot(page, "before-and-after", { fullPage: true });
  await page.close();
}
await inFull("before and after", review);

// Dashboards of others.
const others = corpus();
if (others.length === 0) console.log("not checked: dashboards of others, for want of a corpus (SPANBOARD_CORPUS)");
for (const [index, path] of others.entries()) {
  const name = `corpus-${index + 1}-${basename(path, ".json")}`;
  await placed(name, preview(name, [path]), dashboardsOf([path]), true);
  const { page } = await open(browser, join(out, `${name}.html`));
  tell(`${name}: accessible`, await accessibility(page));
  await page.close();
}

if (process.argv.includes("--images")) {
  for (const [name, path, width] of [["preview", bundled, 1360], ["preview-before-and-after", review, 1500]]) {
    const { page } = await open(browser, path, { viewport: { width, height: 1150 } });
    const image = join(root, `docs/images/${name}.png`);
    await page.screenshot({ path: image });
    if (statSync(image).size > 200_000) tell(name, [`${image} has ${statSync(image).size} bytes`]);
    await page.close();
  }
}

await browser.close();
console.log(`${looked} looked at, ${failed} wrong; screenshots in target/preview`);
process.exit(failed > 0 ? 1 : 0);
