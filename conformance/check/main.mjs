// The command: `node check/main.mjs [--selftest] FILE_OR_FOLDER...`
//
// Exit 0: every dashboard fits Grafana's types. 1: a finding. 2: could not check (no dashboard, a self-test that fails,
// types that do not compile).

import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { check } from "./compile.mjs";
import { selftestFiles, selftestProblems } from "./selftest.mjs";

process.exitCode = main(process.argv.slice(2));

function main(args) {
  const onlySelftest = args.includes("--selftest");
  const paths = args.filter((arg) => arg !== "--selftest");
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) {
    return cannot(`no such file or folder: ${missing.join(", ")}`);
  }
  const dashboards = paths.flatMap(dashboardsIn);
  const selftests = selftestFiles();
  const results = check([...selftests, ...dashboards]);
  const problems = selftestProblems(results.slice(0, selftests.length));
  if (problems.length > 0) {
    return cannot(`the self-test fails, so nothing this check says can be trusted:\n${problems.join("\n")}`);
  }
  console.log(`self-test: ${selftests.length} dashboards judged as they must be`);
  if (onlySelftest) {
    return 0;
  }
  if (dashboards.length === 0) {
    return cannot(`no dashboard (*.json) in: ${paths.join(", ") || "no path given"}`);
  }
  return report(results.slice(selftests.length));
}

function report(results) {
  for (const { file, findings, unchecked } of results) {
    const shown = relative(process.cwd(), file);
    for (const { line, column, path, message } of findings) {
      console.error(`${shown}:${line}:${column}: ${path || "the dashboard"}: ${message}`);
    }
    for (const what of unchecked) {
      console.log(`not checked: ${shown}: ${what}`);
    }
  }
  const findings = results.reduce((sum, result) => sum + result.findings.length, 0);
  const failed = results.filter((result) => result.findings.length > 0).length;
  console.log(`${results.length} dashboards checked against Grafana's types: ${failed} with findings, ${findings} findings`);
  return findings > 0 ? 1 : 0;
}

function dashboardsIn(path) {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(path, name));
}

function cannot(why) {
  console.error(why);
  return 2;
}
