// A Grafana type as it is written in JSON: every enum becomes its texts or numbers, at any depth.
//
// TypeScript accepts no plain text where an enum is asked for, so a JSON file would fail on every enum without this.

/**
 * The texts of a string enum, the numbers of a numeric one, anything else as it is.
 *
 * Enum and `number` are told apart by their texts, since TypeScript takes every `number` for a numeric enum.
 */
type Scalar<T> =
  T extends string ? (string extends T ? string : `${T}`)
  : T extends number ? (`${number}` extends `${T}` ? number : NumberOf<`${T}`>)
  : T;

type NumberOf<Text> = Text extends `${infer Value extends number}` ? Value : never;

/** `T` as JSON holds it. What Grafana leaves open (`unknown`, `any`) stays open. */
export type Written<T> =
  unknown extends T ? unknown
  : T extends readonly (infer Item)[] ? Written<Item>[]
  : T extends object ? { [Key in keyof T]: Written<T[Key]> }
  : Scalar<T>;

/** One object type instead of an intersection of several: error messages name the fields and not the parts. */
export type Flat<T> = { [Key in keyof T]: T[Key] };
