// Looks at one page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { out } from "./files.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Opens a page, and gathers what it complains of and asks for. */
export async function open(browser, path, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, reducedMotion: "reduce", ...options });
  const problems = [];
  page.on("console", (message) => problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error}`));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== `file://${path}`) problems.push(`request: ${request.url()}`);
  });
  await page.goto(`file://${path}`);
  return { page, problems };
}

/** Where the panels stand on their grids, as the browser has laid them out. */
export function laidOut(page, within = "main") {
  return page.locator(within).evaluate((root) =>
    [...root.querySelectorAll("article.panel")].map((panel) => {
      const grid = panel.parentElement;
      const [own, all] = [panel.getBoundingClientRect(), grid.getBoundingClientRect()];
      const gap = parseFloat(getComputedStyle(grid).columnGap);
      const row = parseFloat(getComputedStyle(grid).gridAutoRows) + gap;
      const column = (all.width + gap) / 24;
      const round = (number) => Math.round(number * 100) / 100;
      return {
        title: panel.querySelector("h4, h5").textContent.replace(/\s+/g, " ").trim(),
        section: [...root.querySelectorAll(".grid24")].indexOf(grid),
        x: round((own.left - all.left) / column),
        y: round((own.top - all.top) / row),
        w: round((own.width + gap) / column),
        h: round((own.height + gap) / row),
        isVisible: panel.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && own.width > 20 && own.height > 20,
        hasPicture: panel.querySelector("svg[role=img][aria-label], .panel-text") !== null,
      };
    }),
  );
}

/** What is wrong with the places of panels, held against what the file says. */
export function misplaced(found, wanted) {
  const key = (panel) => JSON.stringify([panel.title, panel.x, panel.w, panel.h]);
  const left = found.map(key);
  const problems = [];
  for (const panel of wanted) {
    const at = left.indexOf(key(panel));
    if (at < 0) problems.push(`not at its place: ${key(panel)}; of this title: ${found.filter((one) => one.title === panel.title).map(key)}`);
    else left.splice(at, 1);
  }
  problems.push(...left.map((panel) => `not in the file: ${panel}`));
  problems.push(...found.filter((panel) => !panel.isVisible).map((panel) => `not visible: ${panel.title}`));
  problems.push(...found.filter((panel) => !panel.hasPicture).map((panel) => `without a picture: ${panel.title}`));
  // What stands below in the file stands below on the page; names that are there once tell which is which.
  const once = (list, title) => list.filter((panel) => panel.title === title).length === 1;
  const known = wanted.filter((panel) => once(wanted, panel.title) && once(found, panel.title));
  const placed = new Map(found.map((panel) => [panel.title, panel]));
  for (const above of known) {
    for (const below of known) {
      const [one, other] = [placed.get(above.title), placed.get(below.title)];
      const isBelow = above.y + above.h <= below.y && above.x < below.x + below.w && below.x < above.x + above.w;
      if (isBelow && one.section === other.section && one.y + one.h > other.y + 0.01) problems.push(`${below.title} is not below ${above.title}`);
    }
  }
  return problems;
}

/** What axe finds. */
export async function accessibility(page) {
  // An empty page of scripts is not needed: the browser evaluates this beside the page, which itself may run nothing.
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations", "passes"] }));
  if (passes.length < 10) return [`axe looked at next to nothing: ${passes.length} rules passed`];
  return violations.map((found) => `axe ${found.id}: ${found.help}: ${found.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")}`);
}

/** From the keyboard alone: past the skip link to a panel, into its details, and back. */
export async function keyboard(page) {
  const focused = () => page.evaluate(() => ({ name: document.activeElement.tagName, text: document.activeElement.textContent, href: document.activeElement.getAttribute("href") ?? "", isOfPanel: document.activeElement.closest("article") !== null }));
  await page.keyboard.press("Tab");
  if ((await focused()).href !== "#main") return ["the first stop of the keyboard is not the skip link"];
  await page.keyboard.press("Enter");
  let at = await focused();
  for (let presses = 0; presses < 60 && !(at.isOfPanel && at.href.endsWith("-detail")); presses += 1) {
    await page.keyboard.press("Tab");
    at = await focused();
  }
  if (!at.isOfPanel) return ["the keyboard does not reach a panel"];
  const detail = page.locator(`${at.href}`);
  if (await detail.isVisible()) return ["details are open before anybody asks"];
  await page.keyboard.press("Enter");
  if (!(await detail.isVisible())) return ["Enter does not open the details of a panel"];
  await page.keyboard.press("Tab");
  const back = await focused();
  if (back.href !== at.href.replace("-detail", "")) return [`after the details comes ${back.text} and not the way back`];
  await page.keyboard.press("Enter");
  const summary = page.locator(".details summary").first();
  await summary.focus();
  const before = await summary.evaluate((element) => element.parentElement.open);
  await page.keyboard.press("Space");
  const after = await summary.evaluate((element) => element.parentElement.open);
  return before === after ? ["the space bar does not open an entry of the list"] : [];
}

/** On paper: as PDF, with all details there. */
export async function print(page) {
  await page.emulateMedia({ media: "print" });
  const hidden = await page.evaluate(() => [...document.querySelectorAll(".detail")].filter((detail) => !detail.checkVisibility() || detail.getBoundingClientRect().height < 5).length);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  await page.emulateMedia({ media: "screen" });
  const problems = [];
  if (hidden > 0) problems.push(`${hidden} details are not on paper`);
  if (!pdf.subarray(0, 5).equals(Buffer.from("%PDF-")) || pdf.length < 10_000) problems.push("it can't be printed");
  return problems;
}

export const shot = (page, name, options = {}) => page.screenshot({ path: join(out, `${name}.png`), ...options });
