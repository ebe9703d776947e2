// A panel, by its type: what @grafana/schema says of every panel, with the panel type's own options and field settings.

import type * as barchart from "@grafana/schema/dist/esm/raw/composable/barchart/panelcfg/x/BarChartPanelCfg_types.gen";
import type * as bargauge from "@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen";
import type * as gauge from "@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen";
import type * as heatmap from "@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen";
import type * as histogram from "@grafana/schema/dist/esm/raw/composable/histogram/panelcfg/x/HistogramPanelCfg_types.gen";
import type * as logs from "@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen";
import type * as nodeGraph from "@grafana/schema/dist/esm/raw/composable/nodegraph/panelcfg/x/NodeGraphPanelCfg_types.gen";
import type * as piechart from "@grafana/schema/dist/esm/raw/composable/piechart/panelcfg/x/PieChartPanelCfg_types.gen";
import type * as stat from "@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen";
import type * as stateTimeline from "@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen";
import type * as table from "@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen";
import type * as text from "@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen";
import type * as timeseries from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen";
import type * as raw from "@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen";
import type { FieldConfigOf } from "./fields.ts";
import type { Flat, Written } from "./written.ts";

/**
 * The trace view. Grafana publishes no type for its options; these are the fields its source reads
 * (public/app/plugins/panel/traces/types.ts). It has no required option.
 */
interface TracesOptions {
  focusedSpanId?: string;
  spanFilters?: Record<string, unknown>;
}

/**
 * Panel types whose options are known, and their own field settings (`never`: the type has none). A panel type that is not listed is
 * reported as not checked.
 */
export interface PanelTypes {
  barchart: { options: barchart.Options; custom: barchart.FieldConfig };
  bargauge: { options: bargauge.Options; custom: never };
  gauge: { options: gauge.Options; custom: never };
  heatmap: { options: heatmap.Options; custom: heatmap.FieldConfig };
  histogram: { options: histogram.Options; custom: histogram.FieldConfig };
  logs: { options: logs.Options; custom: never };
  nodeGraph: { options: nodeGraph.Options; custom: never };
  piechart: { options: piechart.Options; custom: piechart.FieldConfig };
  stat: { options: stat.Options; custom: never };
  "state-timeline": { options: stateTimeline.Options; custom: stateTimeline.FieldConfig };
  table: { options: table.Options; custom: table.FieldConfig };
  text: { options: text.Options; custom: never };
  timeseries: { options: timeseries.Options; custom: timeseries.FieldConfig };
  traces: { options: TracesOptions; custom: never };
}

interface Open {
  options: Record<string, unknown>;
  custom: Record<string, unknown>;
}

type Settings<Type extends string> = Type extends keyof PanelTypes ? PanelTypes[Type] : Open;

/** A panel of the type `Type`, whose queries are `Targets`, one by one. */
export type Panel<Type extends string, Targets extends unknown[]> = Flat<
  Omit<Written<raw.Panel>, "type" | "options" | "fieldConfig" | "targets"> & {
    type: Type;
    options?: Written<Settings<Type>["options"]>;
    fieldConfig?: FieldConfigOf<Settings<Type>["custom"]>;
    targets?: Targets;
  }
>;

/** A row. When it is collapsed its panels are inside it, each of its own type. */
export type Row<Panels extends unknown[]> = Flat<Omit<Written<raw.RowPanel>, "panels"> & { panels: Panels }>;
