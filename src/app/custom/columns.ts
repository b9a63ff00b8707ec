import type { ColumnShape, RelationShape, ValueKind, Writing } from "#features/scenarios/model-rules.ts";
import type { Source } from "#features/scenarios/query-store.ts";

type Column = ColumnShape & { readonly source: Source };

function column(kind: ValueKind) {
  return (name: string, source: Source, about: string, writing: Writing = {}): Column => ({
    name,
    kind,
    source,
    about,
    writing,
  });
}

/** Columns by what they hold. */
export const text = column("text");
export const integer = column("integer");
export const number = column("number");
export const boolean = column("boolean");
export const moment = column("moment");
export const day = column("day");
export const list = column("list");

/** The rows of another model that point at this one. */
export function many(name: string, model: string, there: string, here = "id"): RelationShape {
  return { name, model, here, there, many: true };
}

/** The row of another model that this one points at. */
export function one(name: string, model: string, here: string, there = "id"): RelationShape {
  return { name, model, here, there, many: false };
}
