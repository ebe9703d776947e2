// The check checked: the dashboards under right/ must pass, and those under wrong/ must fail at the places that
// wrong/expected.json names and nowhere else. Run before every check, in the same compiler run.

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const HERE = join(import.meta.dirname, "..");
const EXPECTED = JSON.parse(readFileSync(join(HERE, "wrong/expected.json"), "utf8"));

/** The dashboards of the self-test. */
export function selftestFiles() {
  return ["right", "wrong"].flatMap((folder) =>
    readdirSync(join(HERE, folder))
      .filter((name) => name.endsWith(".json") && name !== "expected.json")
      .sort()
      .map((name) => join(HERE, folder, name)),
  );
}

/** What is not as it must be, as texts; none when the check can be trusted. */
export function selftestProblems(results) {
  const problems = results.flatMap((result) =>
    basename(join(result.file, "..")) === "right" ? problemsOfRight(result) : problemsOfWrong(result),
  );
  const checked = new Set(results.map((result) => basename(result.file)));
  const missing = Object.keys(EXPECTED).filter((name) => !checked.has(name));
  return [...problems, ...missing.map((name) => `wrong/${name} is expected and does not exist`)];
}

function problemsOfRight({ file, findings, unchecked }) {
  return [
    ...findings.map((finding) => `right/${basename(file)}:${finding.line} must pass, but: ${finding.path}: ${finding.message}`),
    ...unchecked.map((what) => `right/${basename(file)} must be checked in full, but was not: ${what}`),
  ];
}

function problemsOfWrong({ file, findings }) {
  const name = basename(file);
  const expected = EXPECTED[name];
  if (expected === undefined || expected.length === 0) {
    return [`wrong/expected.json names no place for ${name}`];
  }
  const found = findings.map((finding) => finding.path).sort();
  if (JSON.stringify(found) === JSON.stringify([...expected].sort())) {
    return [];
  }
  return [`wrong/${name} must fail at ${expected.join(", ")}; it fails at ${found.join(", ") || "no place"}`];
}
