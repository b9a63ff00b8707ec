import type { Condition, Query, QueryValue } from "./query-rules.ts";

/**
 * A question taken apart: its form, equal for questions that differ in their values alone, and those values, in the
 * order in which the conditions stand.
 */
export function formOf(query: Query): { readonly form: string; readonly values: readonly QueryValue[] } {
  const values: QueryValue[] = [];
  const where = conditionForm(query.where, values);
  return { form: JSON.stringify([query.model, query.mode, where, query.order]), values };
}

function conditionForm(condition: Condition, values: QueryValue[]): unknown {
  switch (condition.kind) {
    case "and":
    case "or":
      return [condition.kind, ...condition.parts.map((part) => conditionForm(part, values))];
    case "not":
      return ["not", conditionForm(condition.part, values)];
    case "related":
      return ["related", condition.relation, conditionForm(condition.part, values)];
    case "compare":
      values.push(condition.value);
      return ["compare", condition.column, condition.operator];
    case "in":
      values.push(...condition.values);
      return ["in", condition.column, condition.values.length];
    case "like":
      values.push(condition.pattern);
      return ["like", condition.column, condition.anyCase];
    case "columns":
    case "null":
      return condition;
  }
}
