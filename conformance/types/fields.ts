// How the fields of a panel's data are shown: the defaults, and the overrides for single fields.

import type * as raw from "@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen";
import type { Flat, Written } from "./written.ts";

/**
 * A link on a value. @grafana/schema leaves it open (`links?: Array<unknown>`). These are the fields of `DataLink` in
 * @grafana/data that can be written in JSON for an external address.
 */
interface DataLink {
  title: string;
  url: string;
  targetBlank?: boolean;
  oneClick?: boolean;
}

type Field = Flat<Omit<Written<raw.FieldConfig>, "custom" | "links"> & { links?: DataLink[] }>;

type FieldProperty = { [Id in keyof Required<Field>]: { id: Id; value?: Required<Field>[Id] } }[keyof Field];

type CustomProperty<Custom> = {
  [Id in keyof Required<Custom>]: { id: `custom.${Id & string}`; value?: Written<Required<Custom>[Id]> };
}[keyof Custom];

/** One changed property: a field setting by its name, or a panel's own setting as `custom.<name>`. */
type Property<Custom> = FieldProperty | ([Custom] extends [never] ? never : CustomProperty<Custom>);

/** `fieldConfig` of a panel whose own settings are `Custom`; `never`: it has none, and `custom` is empty if written. */
export interface FieldConfigOf<Custom> {
  defaults: Flat<Field & { custom?: [Custom] extends [never] ? Record<string, never> : Written<Custom> }>;
  overrides: { matcher: Written<raw.MatcherConfig>; properties: Property<Custom>[] }[];
}
