import { createHash } from "node:crypto";

import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  ilike,
  inArray,
  isNull,
  like,
  lt,
  lte,
  ne,
  not,
  or,
  sql,
  type Placeholder,
  type SQL,
} from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";

import { inTransaction, type Db } from "#database/open.ts";
import { instantOf } from "#lib/clock.ts";

import type { ColumnShape, ModelShape } from "./model-rules.ts";
import { formOf } from "./query-form-rules.ts";
import type { Condition, Operator, Query, QueryValue } from "./query-rules.ts";

/** Where a column's value is: a column of a table, or two that make a key together. */
export type Source = AnyPgColumn | readonly [AnyPgColumn, AnyPgColumn];

/** A model with the tables behind it; handed in by the composition root, since it joins features. */
export interface Model extends ModelShape {
  readonly table: PgTable;
  /** Tables joined one to one (or none). */
  readonly joins: readonly { readonly table: PgTable; readonly here: AnyPgColumn; readonly there: AnyPgColumn }[];
  /** Rows in which one of these is set are not shown. */
  readonly hiddenBy: readonly AnyPgColumn[];
  readonly columns: readonly (ColumnShape & { readonly source: Source })[];
}

/** How long one question may take in the database, in milliseconds. */
const mostMsAQuestion = 5_000;

/**
 * Reads as of one moment, and cannot write: the database itself refuses it. A question that fails leaves the next
 * one possible.
 */
export async function readingAtOneMoment<T>(
  db: Db,
  work: (
    ask: (query: Query, models: ReadonlyMap<string, Model>) => Promise<readonly unknown[][] | number>,
  ) => Promise<T>,
): Promise<T> {
  return await inTransaction(db, async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    await tx.execute(sql.raw(`set local statement_timeout = ${mostMsAQuestion}`));
    await tx.execute(sql`savepoint question`);
    const known: Statements = new Map();
    return await work(async (query, models) => {
      try {
        return await ask(tx, query, models, known);
      } catch (error) {
        await tx.execute(sql`rollback to savepoint question`);
        throw error;
      }
    });
  });
}

/** How many forms of questions a run's statements are kept for. */
const mostStatements = 100;

type Statements = Map<string, { readonly execute: (values: Readonly<Record<string, unknown>>) => Promise<unknown[]> }>;

/**
 * Asks one question; rows come as lists of cells in the order of the model's columns.
 *
 * A scenario asks the same question with other values in its loop: its statement is made once a run, since making it
 * takes longer than answering it.
 */
async function ask(
  db: Db,
  query: Query,
  models: ReadonlyMap<string, Model>,
  known: Statements,
): Promise<readonly unknown[][] | number> {
  const model = models.get(query.model);
  if (model === undefined) throw new Error(`no model ${query.model}`);
  const { form, values } = formOf(query);
  let statement = known.get(form);
  if (statement === undefined) {
    statement = statementOf(db, query, model, models, form);
    if (known.size < mostStatements) known.set(form, statement);
  }
  const given = values.map((value, index) => [`v${index}`, driverValueOf(value)] as const);
  const rows = await statement.execute(
    Object.fromEntries([...given, ["limit", query.limit], ["offset", query.offset]]),
  );
  if (query.mode === "count") return Number((rows[0] as { total: string } | undefined)?.total ?? 0);
  return (rows as Record<string, unknown>[]).map((row) => model.columns.map((_, index) => row[`c${index}`] ?? null));
}

function statementOf(
  db: Db,
  query: Query,
  model: Model,
  models: ReadonlyMap<string, Model>,
  form: string,
): Statements extends Map<string, infer S> ? S : never {
  let place = 0;
  const next = () => sql.placeholder(`v${place++}`);
  const where = and(visible(model), conditionOf(query.where, model, { models, next }));
  // PostgreSQL plans a statement with a name once; the name is its form's, so that every run of a scenario shares it.
  const name = `ask_${createHash("sha256").update(form).digest("hex").slice(0, 40)}`;
  if (query.mode === "count") {
    return joined(db.select({ total: sql<string>`count(*)` }).from(model.table), model)
      .where(where)
      .prepare(name);
  }
  const fields = Object.fromEntries(model.columns.map((column, index) => [`c${index}`, cellOf(column)]));
  const orders = query.order.map(({ column, direction }) =>
    direction === "asc" ? asc(expressionOf(column, model)) : desc(expressionOf(column, model)),
  );
  return (
    joined(db.select(fields).from(model.table), model)
      .where(where)
      // The key last, so that pages of one question never overlap.
      .orderBy(...orders, asc(expressionOf("id", model)))
      .limit(sql.placeholder("limit"))
      .offset(sql.placeholder("offset"))
      .prepare(name)
  );
}

function driverValueOf(value: QueryValue): unknown {
  return typeof value === "object" && "epochMs" in value ? instantOf(value.epochMs).toString() : value;
}

/** The part of drizzle's builder that is used here; its own type changes with each join. */
interface Joinable {
  leftJoin(table: PgTable, on: SQL): Joinable;
  where(condition: SQL | undefined): Joinable;
  orderBy(...orders: SQL[]): Joinable;
  limit(count: Placeholder): Joinable;
  offset(count: Placeholder): Joinable;
  prepare(name: string): { execute(values: Readonly<Record<string, unknown>>): Promise<unknown[]> };
}

function joined(select: unknown, model: Model): Joinable {
  return model.joins.reduce<Joinable>(
    (query, { table, here, there }) => query.leftJoin(table, eq(here, there)),
    select as Joinable,
  );
}

function visible(model: Model): SQL | undefined {
  return and(...model.hiddenBy.map((column) => isNull(column)));
}

function expressionOf(name: string, model: Model): SQL {
  const source = model.columns.find((column) => column.name === name)?.source;
  if (source === undefined) throw new Error(`no column ${name} in ${model.name}`);
  if (Array.isArray(source)) return sql`${source[0]} || ':' || ${source[1]}`;
  const column = source as AnyPgColumn;
  return column.getSQLType() === "jsonb" ? sql`${column}::text` : sql`${column}`;
}

/** The value as it goes to Python: moments as milliseconds, whole numbers as numbers. */
function cellOf(column: Model["columns"][number]): SQL {
  const { source, kind } = column;
  const expression = Array.isArray(source) ? sql`${source[0]} || ':' || ${source[1]}` : sql`${source as AnyPgColumn}`;
  if (kind === "moment") return sql`(extract(epoch from ${expression}) * 1000)::float8`;
  if (kind === "integer" || kind === "number") return sql`(${expression})::float8`;
  if (kind === "text" || kind === "day") return sql`(${expression})::text`;
  return expression;
}

const comparisons = { "=": eq, "!=": ne, "<": lt, "<=": lte, ">": gt, ">=": gte } as const satisfies Record<
  Operator,
  unknown
>;

/** What a statement is made with: the models, and a place for each value in the order of `formOf`. */
interface Making {
  readonly models: ReadonlyMap<string, Model>;
  readonly next: () => Placeholder;
}

function conditionOf(condition: Condition, model: Model, making: Making): SQL {
  switch (condition.kind) {
    case "and":
      return and(sql`true`, ...condition.parts.map((part) => conditionOf(part, model, making))) ?? sql`true`;
    case "or":
      return or(sql`false`, ...condition.parts.map((part) => conditionOf(part, model, making))) ?? sql`false`;
    case "not":
      return not(sql`coalesce(${conditionOf(condition.part, model, making)}, false)`);
    case "compare": {
      const left = expressionOf(condition.column, model);
      return comparisons[condition.operator](left, parameterOf(condition.value, condition.column, model, making));
    }
    case "columns":
      return comparisons[condition.operator](
        expressionOf(condition.column, model),
        expressionOf(condition.other, model),
      );
    case "in": {
      if (condition.values.length === 0) return sql`false`;
      const values = condition.values.map((value) => parameterOf(value, condition.column, model, making));
      return inArray(expressionOf(condition.column, model), values);
    }
    case "like": {
      const column = sql`(${expressionOf(condition.column, model)})::text`;
      const pattern = sql`${making.next()}::text`;
      return condition.anyCase ? ilike(column, pattern) : like(column, pattern);
    }
    case "null":
      return isNull(expressionOf(condition.column, model));
    case "related":
      return related(condition, model, making);
  }
}

function related(condition: Extract<Condition, { kind: "related" }>, model: Model, making: Making): SQL {
  const relation = model.relations.find((each) => each.name === condition.relation);
  const target = relation === undefined ? undefined : making.models.get(relation.model);
  if (relation === undefined || target === undefined) throw new Error(`no relation ${condition.relation}`);
  const joins = target.joins.map(({ table, here, there }) => sql`left join ${table} on ${here} = ${there}`);
  const where = and(visible(target), conditionOf(condition.part, target, making));
  // Inside the parentheses the names of the inner tables come first; the key of the outer row stands outside.
  return sql`${expressionOf(relation.here, model)} in (select ${expressionOf(relation.there, target)} from ${target.table} ${sql.join(joins, sql` `)} where ${where})`;
}

/** Every value of a scenario is a parameter; its cast is chosen by the column's kind, never by the scenario. */
function parameterOf(value: QueryValue, column: string, model: Model, { next }: Making): SQL {
  const kind = model.columns.find((each) => each.name === column)?.kind;
  if (typeof value === "object" && "epochMs" in value) return sql`${next()}::timestamptz`;
  if (kind === "day") return sql`${next()}::date`;
  if (kind === "integer" || kind === "number") return sql`${next()}::float8`;
  if (kind === "boolean") return sql`${next()}::boolean`;
  if (kind === "list") return sql`${next()}::text[]`;
  return sql`${next()}::text`;
}
