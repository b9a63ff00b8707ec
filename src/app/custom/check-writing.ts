import type { Db } from "#database/open.ts";
import { findGroup } from "#features/roster/group-store.ts";
import type { QueryValue } from "#features/scenarios/query-rules.ts";

import { asHtml } from "./message-html.ts";

type Values = ReadonlyMap<string, QueryValue | null>;

/** What a row cannot hold, beyond what its columns say; told at the line of the scenario that asks for it. */
export async function checkWriting(db: Db, model: string, values: Values): Promise<string | undefined> {
  for (const [name, value] of values) {
    if (value === null && name !== "expires_at") return `${model}.${name} cannot be None`;
  }
  const wrong = rules[model]?.(values);
  if (wrong !== undefined) return wrong;
  const group = values.get("group_id");
  if (typeof group !== "string") return undefined;
  const found = await findGroup(db, group);
  if (found === undefined) return "there is no group of this group_id";
  return model === "ScheduledMessage" && !found.active ? `the bot cannot write to ${found.title}` : undefined;
}

const rules: Readonly<Record<string, (values: Values) => string | undefined>> = {
  ScheduledMessage(values) {
    const text = values.get("text");
    if (typeof text !== "string") return undefined;
    const written = asHtml(text, "html");
    return "refused" in written ? written.refused : undefined;
  },
  Student(values) {
    const name = String(values.get("name") ?? "").trim();
    return name === "" || name.length > 200 ? "a student's name has 1 to 200 characters" : undefined;
  },
  Group(values) {
    const language = values.get("language");
    return language === undefined || language === "fr" || language === "en"
      ? undefined
      : "a group's language is fr or en";
  },
  PointEntry(values) {
    const points = values.get("points");
    const isFit = Number.isInteger(points) && points !== 0 && Math.abs(Number(points)) <= 10_000;
    if (!isFit) return "points are a whole number from -10000 to 10000, not 0";
    return String(values.get("words") ?? "").trim() === "" ? "points need words that say why" : undefined;
  },
};
