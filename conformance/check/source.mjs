// From a dashboard's JSON text to a TypeScript file that asks the compiler whether the dashboard fits Grafana's types.
//
// A JSON module would not do: TypeScript widens its texts, and accepts unknown fields in it. So the JSON stands in the file
// as an object literal with a type. The type names every panel, query and annotation one by one, so that a mistake is
// reported against the one type that is meant and not against a choice of all.

/** Lines before the JSON. From there on the file has the JSON's own lines and columns. */
export const HEADER_LINES = 2;

/** The TypeScript text for the dashboard written as `text`, whose parsed value is `dashboard`. */
export function typeScriptFor(text, dashboard) {
  return `import type * as grafana from "../types/dashboard.ts";\nconst dashboard: ${dashboardType(dashboard)} =\n${text}\n;void dashboard;\n`;
}

/** Panel types and data source types in use, each with the JSON paths that use it. */
export function usedTypes(dashboard) {
  const panels = [];
  const queries = [];
  const visit = (panel, path) => {
    if (panel?.type === "row") {
      list(panel.panels).forEach((inner, index) => visit(inner, `${path}.panels[${index}]`));
      return;
    }
    panels.push({ type: textOr(panel?.type, ""), path });
    list(panel?.targets).forEach((target, index) => {
      queries.push({ type: queryType(target, panel), path: `${path}.targets[${index}]` });
    });
  };
  list(dashboard?.panels).forEach((panel, index) => visit(panel, `panels[${index}]`));
  list(dashboard?.annotations?.list).forEach((annotation, index) => {
    // Annotations that Grafana itself holds are no query of a data source; they have a type of their own.
    if (annotation?.target !== undefined && annotationType(annotation) !== "grafana") {
      queries.push({ type: annotationType(annotation), path: `annotations.list[${index}].target` });
    }
  });
  return { panels, queries };
}

function dashboardType(dashboard) {
  const annotations = list(dashboard?.annotations?.list).map(
    (annotation) => `grafana.Annotation<${quoted(annotationType(annotation))}>`,
  );
  return `grafana.Dashboard<[${list(dashboard?.panels).map(panelType)}], [${annotations}]>`;
}

function panelType(panel) {
  if (panel?.type === "row") {
    return `grafana.Row<[${list(panel.panels).map(panelType)}]>`;
  }
  const targets = list(panel?.targets).map((target) => `grafana.QueryOf<${quoted(queryType(target, panel))}>`);
  return `grafana.Panel<${typeof panel?.type === "string" ? quoted(panel.type) : "string"}, [${targets}]>`;
}

/** A query goes to the data source it names itself, or else to the panel's. Empty: nobody names a type. */
function queryType(target, panel) {
  return textOr((target?.datasource ?? panel?.datasource)?.type, "");
}

/** Older dashboards name Grafana itself by its uid alone. */
function annotationType(annotation) {
  const source = annotation?.datasource;
  return ["grafana", "-- Grafana --"].includes(source?.uid) ? "grafana" : textOr(source?.type, "");
}

/** A field in an unusual shape has no items here; the compiler reports it where it stands. */
function list(value) {
  return Array.isArray(value) ? value : [];
}

function textOr(value, otherwise) {
  return typeof value === "string" ? value : otherwise;
}

function quoted(value) {
  return JSON.stringify(textOr(value, ""));
}
