// What is previewed: from the repository's files to pages, and what the files themselves say of their panels.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const out = join(root, "target/preview");
const spanboard = join(root, "target/debug/spanboard");

/** Runs `spanboard preview` and gives the path of the page. */
export function preview(name, args, folder = root, format = "html") {
  const page = join(out, `${name}.${format}`);
  execFileSync(spanboard, ["preview", ...args, "--format", format, "--out", page], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  return page;
}

/** All files below a folder that end so, sorted. */
export function below(folder, ending) {
  const found = [];
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) found.push(...below(path, ending));
    else if (name.endsWith(ending)) found.push(path);
  }
  return found;
}

/** The panels of a dashboard that are no rows, with their places as Grafana would bring them into the grid. */
export function panels(dashboard) {
  const all = (dashboard.panels ?? []).flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  return all
    .filter((panel) => panel.type !== "row")
    .map((panel) => {
      const place = { x: 0, y: 0, w: 6, h: 3, ...panel.gridPos };
      const x = Math.min(place.x, 23);
      const title = (panel.title ?? "").trim() === "" ? `(${panel.type} without a title)` : panel.title;
      return { title: title.replace(/\s+/g, " ").trim(), x, y: place.y, w: Math.max(1, Math.min(place.w, 24 - x)), h: Math.max(1, Math.min(place.h, 60)) };
    });
}

/** Ten dashboards of a corpus, spread over all that have at least five panels on a grid. */
export function corpus() {
  const folder = process.env.SPANBOARD_CORPUS ?? resolve(root, "../shared/corpus");
  if (!existsSync(folder)) return [];
  const dashboards = below(folder, ".json").filter((path) => {
    try {
      const value = JSON.parse(readFileSync(path, "utf8"));
      return Array.isArray(value.panels) && value.schemaVersion !== undefined && panels(value).length >= 5;
    } catch {
      return false;
    }
  });
  if (dashboards.length < 10) throw new Error(`${folder} has ${dashboards.length} dashboards with five panels; ten are wanted`);
  return Array.from({ length: 10 }, (_, index) => dashboards[Math.floor((index * dashboards.length) / 10)]);
}

/** A repository whose working tree differs from its one commit in every way that is marked. */
export function changed() {
  const folder = join(out, "changed");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ["spanboard.yaml", "observability", "generated"]) cpSync(join(root, part), join(folder, part), { recursive: true });
  const git = (...args) => execFileSync("git", ["-c", "user.name=preview", "-c", "user.email=preview@localhost", "-c", "commit.gpgsign=false", ...args], { cwd: folder, stdio: "ignore" });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "before");
  const path = join(folder, "generated/grafana/dashboards/tracing.json");
  const dashboard = JSON.parse(readFileSync(path, "utf8"));
  const of = (title) => dashboard.panels.find((panel) => panel.title === title);
  of("Pipeline errors").fieldConfig.defaults.thresholds.steps.at(-1).value = 7;
  of("Detections").gridPos.w = 8;
  dashboard.panels = dashboard.panels.filter((panel) => panel.title !== "Events");
  const added = structuredClone(of("Queue depths"));
  Object.assign(added, { title: "Retries", id: 99999, gridPos: { x: 16, y: 5, w: 8, h: 6 } });
  added.targets = [{ ...added.targets[0], expr: "sum(rate(hsi_retries_total[5m]))", legendFormat: "Retries" }];
  of("Workers").gridPos.w = 16;
  dashboard.panels.push(added);
  writeFileSync(path, JSON.stringify(dashboard, null, 2));
  return folder;
}
