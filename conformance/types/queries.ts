// What a panel may ask of a data source, by the data source's type.
//
// @grafana/schema stopped carrying the queries of Prometheus, Loki and Tempo when these moved out of Grafana's
// repository. Grafana publishes them in @grafana/grafana-foundation-sdk, so they are taken from there.

import type { DataQuery, DataSourceRef } from "@grafana/schema";
import type { expr } from "@grafana/grafana-foundation-sdk/expr";
import type { dataquery as LokiQuery, LokiQueryType } from "@grafana/grafana-foundation-sdk/loki";
import type { Dataquery as PrometheusQuery } from "@grafana/grafana-foundation-sdk/prometheus";
import type { Dataquery as TempoQuery, TempoQueryType } from "@grafana/grafana-foundation-sdk/tempo";
import type { Flat, Written } from "./written.ts";

/**
 * A query of Grafana's Jaeger data source. Grafana publishes no type for it: the fields are those that the data source
 * reads in its own source (src/types.ts, pkg/jaeger/querydata.go and client.go of grafana/grafana-jaeger-datasource).
 * A search takes `tags` as logfmt text and durations with a unit (`1.2s`, `100ms`, `500us`). Without `queryType`, `query`
 * is a trace id. Any other `queryType` gets no answer at all, so it is refused here.
 */
type JaegerQuery =
  | { queryType?: ""; query: string }
  | {
      queryType: "search";
      service: string;
      operation?: string;
      tags?: string;
      minDuration?: string;
      maxDuration?: string;
      limit?: number;
    }
  | { queryType: "dependencyGraph" };

/** The fields of every query, `refId` required as @grafana/schema has it, around those of one data source. */
type Query<Fields> =
  Fields extends unknown ?
    Flat<
      Omit<Written<DataQuery>, "datasource" | "queryType"> & { datasource?: DataSourceRef } &
        Omit<Written<Fields>, "datasource" | "hide" | "refId" | "_implementsDataqueryVariant">
    >
  : never;

/** Queries whose shape is known, by data source type. A data source that is not listed is reported as not checked. */
export interface QueryTypes {
  __expr__: Query<expr>;
  jaeger: Query<JaegerQuery>;
  loki: Query<Omit<LokiQuery, "queryType"> & { queryType?: LokiQueryType }>;
  prometheus: Query<PrometheusQuery>;
  tempo: Query<Omit<TempoQuery, "queryType"> & { queryType?: TempoQueryType }>;
}

/** The query of the data source type `Type`; of any other type, only the fields that every query has are checked. */
export type QueryOf<Type extends string> =
  Type extends keyof QueryTypes ? QueryTypes[Type] : Written<DataQuery> & Record<string, unknown>;
