// A classic dashboard, the whole file.

import type * as sdk from "@grafana/grafana-foundation-sdk/dashboard";
import type * as raw from "@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen";
import type { QueryOf } from "./queries.ts";
import type { Flat, Written } from "./written.ts";

export type { QueryOf } from "./queries.ts";
export type { Panel, Row } from "./panels.ts";

/** A variable. @grafana/schema leaves out four fields that @grafana/grafana-foundation-sdk publishes. */
type Variable = Flat<
  Written<raw.VariableModel> & Pick<sdk.VariableModel, "auto" | "auto_count" | "auto_min" | "definition">
>;

/** The fields that data sources with queries as text read from an annotation; published by the same package. */
type TextQueryAnnotation = Pick<
  sdk.AnnotationQuery,
  "expr" | "step" | "tagKeys" | "textFormat" | "titleFormat" | "useValueForTime"
>;

/** What an annotation asks: Grafana's own annotations by tag, or a query of the data source type `Type`. */
type AnnotationTarget<Type extends string> =
  Type extends "grafana" ? Written<raw.AnnotationTarget> : QueryOf<Type>;

/** An annotation that the data source type `Type` answers. */
export type Annotation<Type extends string> = Flat<
  Omit<Written<raw.AnnotationQuery>, "target"> & TextQueryAnnotation & { target?: AnnotationTarget<Type> }
>;

/** A dashboard whose panels are `Panels` and whose annotations are `Annotations`, one by one. */
export type Dashboard<Panels extends unknown[], Annotations extends unknown[]> = Flat<
  Omit<Written<raw.Dashboard>, "panels" | "templating" | "annotations"> & {
    annotations?: { list?: Annotations };
    panels?: Panels;
    templating?: { list?: Variable[] };
  }
>;
