// One compiler run over all dashboards: from JSON files to findings, each with its file, line, column and JSON path.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { HEADER_LINES, typeScriptFor, usedTypes } from "./source.mjs";

const HERE = join(import.meta.dirname, "..");
const BUILD = join(HERE, "build");

/**
 * Checks the dashboards in `files`. Gives one result a file, in the same order: `findings` (what does not fit Grafana's
 * types) and `unchecked` (what has no type to be held against). Throws when the types themselves do not compile, since
 * nothing would have been checked then.
 */
export function check(files) {
  const results = files.map((file) => ({ file, findings: [], unchecked: [], used: { panels: [], queries: [] } }));
  const byModule = writeModules(results);
  const program = ts.createProgram([...byModule.keys(), join(HERE, "types/dashboard.ts")], compilerOptions());
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const result = byModule.get(diagnostic.file?.fileName);
    if (result === undefined) {
      throw new Error(`the types do not compile: ${ts.formatDiagnostic(diagnostic, FORMAT_HOST)}`);
    }
    result.findings.push(findingFrom(diagnostic));
  }
  const panelTypes = memberNames(program, "types/panels.ts", "PanelTypes");
  const queryTypes = memberNames(program, "types/queries.ts", "QueryTypes");
  for (const { used, unchecked } of results) {
    unchecked.push(
      ...used.panels.filter((use) => !panelTypes.has(use.type)).map((use) => `${use.path}: options of panel type "${use.type}"`),
      ...used.queries.filter((use) => !queryTypes.has(use.type)).map((use) => `${use.path}: query of data source type "${use.type}"`),
    );
  }
  return results;
}

const FORMAT_HOST = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => HERE,
  getNewLine: () => "\n",
};

/** Writes one module a readable dashboard. A file that is not JSON has its finding already and no module. */
function writeModules(results) {
  rmSync(BUILD, { recursive: true, force: true });
  mkdirSync(BUILD);
  const byModule = new Map();
  results.forEach((result, index) => {
    const text = readFileSync(result.file, "utf8");
    let dashboard;
    try {
      dashboard = JSON.parse(text);
    } catch (error) {
      result.findings.push({ line: 1, column: 1, path: "", message: error.message });
      return;
    }
    result.used = usedTypes(dashboard);
    const module = join(BUILD, `dashboard-${index}.ts`);
    writeFileSync(module, typeScriptFor(text, dashboard));
    byModule.set(module, result);
  });
  return byModule;
}

function compilerOptions() {
  const { config, error } = ts.readConfigFile(join(HERE, "tsconfig.json"), ts.sys.readFile);
  if (error !== undefined) {
    throw new Error(ts.formatDiagnostic(error, FORMAT_HOST));
  }
  const { options, errors } = ts.parseJsonConfigFileContent(config, ts.sys, HERE);
  if (errors.length > 0) {
    throw new Error(ts.formatDiagnostics(errors, FORMAT_HOST));
  }
  return options;
}

function findingFrom(diagnostic) {
  const { file, start, messageText } = diagnostic;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  // What is missing from the whole document is reported above it, at the name of the constant.
  const inJson = line >= HEADER_LINES;
  return {
    line: inJson ? line + 1 - HEADER_LINES : 1,
    column: inJson ? character + 1 : 1,
    path: jsonPath(file, start),
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
  };
}

/** The JSON path of what stands at `position`, like `panels[2].options.legend`; empty for the whole document. */
function jsonPath(file, position) {
  let path = "";
  const descend = (node) => {
    ts.forEachChild(node, (child) => {
      if (position < child.getStart(file) || position >= child.getEnd()) {
        return;
      }
      if (ts.isArrayLiteralExpression(node)) {
        path += `[${node.elements.indexOf(child)}]`;
      } else if (ts.isPropertyAssignment(child)) {
        path += (path === "" ? "" : ".") + child.name.text;
      }
      descend(child);
    });
  };
  descend(file);
  return path;
}

/** The names of the members of an interface of ours: what there are types for is written down once, as types. */
function memberNames(program, file, name) {
  const source = program.getSourceFile(join(HERE, file));
  const declaration = source?.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
  if (declaration === undefined) {
    throw new Error(`${file} has no interface ${name}`);
  }
  return new Set(declaration.members.map((member) => member.name.text));
}
