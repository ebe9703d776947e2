// Whether the checks see what is wrong: a page is broken on purpose, in one way at a time.

import { accessibility, keyboard, laidOut, misplaced, open, print } from "./look.mjs";

const places = (wanted) => async (page) => misplaced(await laidOut(page), wanted);

/** What is broken, how, and the check that has to say so. */
const mistakes = (wanted) => [
  ["a panel is missing", () => document.querySelector("article").remove(), places(wanted)],
  ["a panel is elsewhere", () => (document.querySelector("article").style.gridArea = "1/3/span 4/span 4"), places(wanted)],
  ["a panel is too low", () => (document.querySelectorAll("article")[6].style.gridArea = "1/1/span 6/span 24"), places(wanted)],
  ["a panel can't be seen", () => (document.querySelector("article").style.visibility = "hidden"), places(wanted)],
  ["a panel has no picture", () => document.querySelector("article svg").remove(), places(wanted)],
  ["a picture has no words", () => document.querySelector("article svg").removeAttribute("aria-label"), accessibility],
  ["words are faint", () => (document.querySelector(".counts").style.color = "#ddd"), accessibility],
  ["the keyboard reaches no panel", () => document.querySelectorAll("article a").forEach((link) => link.removeAttribute("href")), keyboard],
  ["details do not open", () => document.querySelectorAll(".detail").forEach((detail) => (detail.style.display = "none")), keyboard],
  ["details are not printed", () => document.querySelectorAll(".detail").forEach((detail) => (detail.style.display = "none")), print],
];

/** The mistakes that nobody saw. */
export async function unseen(browser, path, wanted) {
  const missed = [];
  for (const [name, make, check] of mistakes(wanted)) {
    const { page } = await open(browser, path);
    await page.evaluate(make);
    if ((await check(page)).length === 0) missed.push(`not seen: ${name}`);
    await page.close();
  }
  const { page, problems } = await open(browser, path);
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "http://localhost:9/x.png";
    document.body.append(image);
  });
  await page.waitForTimeout(200);
  if (problems.length === 0) missed.push("not seen: a request");
  await page.close();
  return missed;
}
