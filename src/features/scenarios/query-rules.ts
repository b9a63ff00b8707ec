import { storable } from "#lib/storable.ts";

import type { ColumnShape, ModelShape, ValueKind } from "./model-rules.ts";

/** A value that a query is given: only these ever reach SQL, and always as parameters. */
export type QueryValue = string | number | boolean | readonly string[] | { readonly epochMs: number };

const operators = ["=", "!=", "<", "<=", ">", ">="] as const;
export type Operator = (typeof operators)[number];

/** A condition, checked: every column is one of the model's. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "compare"; readonly column: string; readonly operator: Operator; readonly value: QueryValue }
  | { readonly kind: "columns"; readonly column: string; readonly operator: Operator; readonly other: string }
  | { readonly kind: "in"; readonly column: string; readonly values: readonly QueryValue[] }
  | { readonly kind: "like"; readonly column: string; readonly pattern: string; readonly anyCase: boolean }
  | { readonly kind: "null"; readonly column: string }
  | { readonly kind: "related"; readonly relation: string; readonly part: Condition };

/** A question to one model, checked. */
export interface Query {
  readonly model: string;
  readonly mode: "rows" | "count";
  readonly where: Condition;
  readonly order: readonly { readonly column: string; readonly direction: "asc" | "desc" }[];
  readonly limit: number;
  readonly offset: number;
}

/** Bounds of a question: what a person writes stays far below them. */
const most = {
  depth: 20,
  nodes: 500,
  values: 5_000,
  order: 10,
  rows: 5_000,
  offset: 10_000_000,
  text: 10_000,
} as const;

/** Why a question is refused; its words reach the scenario's author as a `ValueError`. */
class Refused extends Error {}

function refuse(why: string): never {
  throw new Refused(why);
}

/** Reads a question as it came over the pipe; nothing in it is trusted. */
export function readQuery(
  given: Readonly<Record<string, unknown>>,
  shapes: ReadonlyMap<string, ModelShape>,
): Query | { readonly refused: string } {
  try {
    const shape = modelOf(given["model"], shapes);
    const count = { nodes: 0 };
    const { mode } = given;
    if (mode !== "rows" && mode !== "count") return refuse("a question asks for rows or for a count");
    return {
      model: shape.name,
      mode,
      where: readCondition(given["where"], shape, shapes, count, 0),
      order: readOrder(given["order"], shape),
      limit: wholeNumber(given["limit"], most.rows, "limit"),
      offset: wholeNumber(given["offset"], most.offset, "offset"),
    };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}

function modelOf(name: unknown, shapes: ReadonlyMap<string, ModelShape>): ModelShape {
  return (typeof name === "string" ? shapes.get(name) : undefined) ?? refuse("there is no such model");
}

function columnOf(name: unknown, shape: ModelShape): ColumnShape {
  const found = typeof name === "string" ? shape.columns.find((column) => column.name === name) : undefined;
  return found ?? refuse(`${shape.name} has no column ${JSON.stringify(name)?.slice(0, 60)}`);
}

function wholeNumber(value: unknown, atMost: number, what: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= atMost) return value;
  return refuse(`${what} must be a whole number from 0 to ${atMost}`);
}

function readOrder(given: unknown, shape: ModelShape): Query["order"] {
  if (!Array.isArray(given) || given.length > most.order) return refuse(`at most ${most.order} columns to order by`);
  return given.map((pair: unknown) => {
    const [name, direction] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (direction !== "asc" && direction !== "desc") return refuse("an order is ascending or descending");
    return { column: columnOf(name, shape).name, direction };
  });
}

function readCondition(
  given: unknown,
  shape: ModelShape,
  shapes: ReadonlyMap<string, ModelShape>,
  count: { nodes: number },
  depth: number,
): Condition {
  count.nodes += 1;
  if (depth > most.depth || count.nodes > most.nodes) return refuse("the condition is too long");
  if (!Array.isArray(given)) return refuse("a condition is needed");
  const [kind, first, second, third] = given as unknown[];
  const inner = (part: unknown, of: ModelShape) => readCondition(part, of, shapes, count, depth + 1);
  switch (kind) {
    case "and":
    case "or":
      return { kind, parts: (given as unknown[]).slice(1).map((part) => inner(part, shape)) };
    case "not":
      return { kind, part: inner(first, shape) };
    case "compare": {
      const column = columnOf(first, shape);
      return {
        kind,
        column: column.name,
        operator: operatorOf(second),
        value: readValue(third, column.kind, column.name),
      };
    }
    case "columns": {
      const [column, other] = [columnOf(first, shape), columnOf(third, shape)];
      if (column.kind !== other.kind) return refuse(`${column.name} and ${other.name} cannot be compared`);
      return { kind, column: column.name, operator: operatorOf(second), other: other.name };
    }
    case "in": {
      const column = columnOf(first, shape);
      if (!Array.isArray(second) || second.length > most.values)
        return refuse(`in_() takes at most ${most.values} values`);
      return { kind, column: column.name, values: second.map((value) => readValue(value, column.kind, column.name)) };
    }
    case "like": {
      const column = columnOf(first, shape);
      if (column.kind !== "text" || typeof second !== "string" || second.length > 200) {
        return refuse("like() compares a text column with a short pattern");
      }
      return { kind, column: column.name, pattern: plain(second), anyCase: third === true };
    }
    case "null":
      return { kind, column: columnOf(first, shape).name };
    case "related": {
      const relation = shape.relations.find((each) => each.name === first) ?? refuse("there is no such relation");
      return { kind, relation: relation.name, part: inner(second, modelOf(relation.model, shapes)) };
    }
    default:
      return refuse("there is no such condition");
  }
}

function operatorOf(given: unknown): Operator {
  return operators.find((each) => each === given) ?? refuse("there is no such comparison");
}

/** Text without what PostgreSQL cannot hold. */
function plain(text: string): string {
  if (text.length > most.text) return refuse(`a text may have ${most.text} characters`);
  return storable(text);
}

/** Reads a value for a column of a kind, as Python packs it. */
function readValue(given: unknown, kind: ValueKind, name: string): QueryValue {
  const wrong = () => refuse(`${name} is compared with ${kindWords[kind]}`);
  if (kind === "text") return typeof given === "string" ? plain(given) : wrong();
  if (kind === "boolean") return typeof given === "boolean" ? given : wrong();
  if (kind === "integer" || kind === "number") {
    return typeof given === "number" && Number.isFinite(given) && Math.abs(given) <= Number.MAX_SAFE_INTEGER
      ? given
      : wrong();
  }
  if (kind === "list") return readList(given) ?? wrong();
  return readTime(given, kind) ?? wrong();
}

function readList(given: unknown): readonly string[] | undefined {
  if (!Array.isArray(given) || given.length > 100) return undefined;
  return given.every((each) => typeof each === "string") ? given.map((each) => plain(each)) : undefined;
}

/** A moment compares with a day too, as its midnight in the school's zone, which Python has computed. */
function readTime(given: unknown, kind: "moment" | "day"): QueryValue | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const { $d: day, $t: moment } = given as { readonly $d?: unknown; readonly $t?: unknown };
  if (kind === "day") return typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day) ? day : undefined;
  const isMoment = typeof moment === "number" && Number.isInteger(moment) && Math.abs(moment) < 1e14;
  return isMoment ? { epochMs: moment } : undefined;
}

const kindWords: Readonly<Record<ValueKind, string>> = {
  text: "text",
  boolean: "True or False",
  integer: "a number",
  number: "a number",
  moment: "a datetime",
  day: "a date",
  list: "a list of texts",
};

/** What a row is added or changed with, checked column by column. */
export function readValues(
  given: unknown,
  shape: ModelShape,
  use: "add" | "change",
): ReadonlyMap<string, QueryValue | null> | { readonly refused: string } {
  try {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return refuse("values are needed");
    const values = new Map<string, QueryValue | null>();
    for (const [name, value] of Object.entries(given)) {
      const column = columnOf(name, shape);
      if (column.writing[use] === undefined) return refuse(`${shape.name}.${name} cannot be written here`);
      values.set(name, value === null ? null : readValue(value, column.kind, name));
    }
    const missing = shape.columns.find(
      ({ name, writing }) => use === "add" && writing.add === "required" && (values.get(name) ?? null) === null,
    );
    if (missing !== undefined) return refuse(`${shape.name} needs ${missing.name}`);
    return values;
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}
