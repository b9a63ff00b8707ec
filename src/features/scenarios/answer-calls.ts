import { isPassing, type Db } from "#database/open.ts";
import { causeOf } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";
import { storable } from "#lib/storable.ts";

import type { Collected, Limits, Permission, Recipient } from "./custom-rules.ts";
import { reportBounds } from "./custom-rules.ts";
import type { CallAnswer } from "./ports.ts";
import { readQuery, readValues, type Query, type QueryValue } from "./query-rules.ts";
import type { Model } from "./query-store.ts";
import { collectEffects } from "./collect-effects-rules.ts";
import { readReport } from "./report-rules.ts";

/** What the school hands to its scenarios; the composition root fills it from the other features. */
export interface SchoolForScenarios {
  readonly models: ReadonlyMap<string, Model>;
  /** The group or the admin of a chat id; `undefined` for a chat that is none of the school's. */
  findRecipient(db: Db, chat: string): Promise<Recipient | undefined>;
  /** A message's text as Telegram HTML, or why it cannot be sent. */
  asHtml(text: string, mode: string): { readonly html: string } | { readonly refused: string };
  /** Why a row of a model cannot hold these values, beyond what its columns say; `undefined` when it can. */
  checkWriting(db: Db, model: string, values: ReadonlyMap<string, QueryValue | null>): Promise<string | undefined>;
  /** The school's workbook as plain cells by sheet, or why it cannot be read. */
  readSheets(): Promise<ReadonlyMap<string, readonly (readonly unknown[])[]> | { readonly refused: string }>;
}

type Given = Readonly<Record<string, unknown>>;

const most = { messageText: 20_000, sheetCells: 500_000 } as const;

const refusedValue = (text: string): CallAnswer => ({ error: "value", text });

/**
 * Answers the calls of one run and collects what it wants done; nothing is done here.
 *
 * Every call is checked from scratch, whatever Python checked before: only its words come from the scenario.
 */
export function answerCalls({
  db,
  ask,
  school,
  granted,
  isPreview,
  limits,
}: {
  readonly db: Db;
  readonly ask: (query: Query, models: ReadonlyMap<string, Model>) => Promise<readonly unknown[][] | number>;
  readonly school: SchoolForScenarios;
  readonly granted: ReadonlySet<Permission>;
  /** A preview shows what a scenario wants before a person grants it. */
  readonly isPreview: boolean;
  readonly limits: Limits;
}): { readonly answer: (op: string, given: Given) => Promise<CallAnswer>; readonly collected: () => Collected } {
  const { models } = school;
  const effects = collectEffects();
  const used = new Set<Permission>();
  let rowsRead = 0;
  let sheets: ReturnType<SchoolForScenarios["readSheets"]> | undefined;
  const count = { messages: 0, changes: 0, reports: 0 };

  function lacks(permission: Permission): CallAnswer | undefined {
    used.add(permission);
    if (isPreview || granted.has(permission)) return undefined;
    const words = { read: "read the school's data", write: "change the school's data", send: "send messages" };
    return {
      error: "permission",
      text: `this scenario may not ${words[permission]}: an operator grants it with "carillon scenario grant NAME ${permission}"`,
    };
  }

  function over(what: "messages" | "changes", most_: number): CallAnswer | undefined {
    count[what] += 1;
    return count[what] > most_ ? { error: "limit", text: `a run may have at most ${most_} ${what}` } : undefined;
  }

  async function query(given: Given): Promise<CallAnswer> {
    const read = readQuery(given, models);
    if ("refused" in read) return refusedValue(read.refused);
    const answer = await ask(read, models);
    if (typeof answer !== "number") rowsRead += answer.length;
    return { value: answer };
  }

  /** The cells of a row as it is now; `undefined` when there is none of this id that a scenario may see. */
  async function rowOf(model: Model, id: unknown): Promise<ReadonlyMap<string, unknown> | undefined> {
    if (typeof id !== "string" || id.length > 100) return undefined;
    const where = ["compare", "id", "=", id];
    const read = readQuery({ model: model.name, mode: "rows", where, order: [], limit: 1, offset: 0 }, models);
    if ("refused" in read) return undefined;
    const rows = await ask(read, models);
    const cells = typeof rows === "number" ? undefined : rows[0];
    return cells && new Map(model.columns.map((column, index) => [column.name, cells[index]]));
  }

  /** The same, or no cells for a row that this run itself added; `undefined` for one that it took away. */
  async function rowBefore(model: Model, id: unknown): Promise<ReadonlyMap<string, unknown> | undefined> {
    switch (effects.fateOf(model.name, String(id))) {
      case "added":
        return new Map();
      case "deleted":
        return undefined;
      case undefined:
        return await rowOf(model, id);
    }
  }

  const modelOf = (given: Given) => (typeof given["model"] === "string" ? models.get(given["model"]) : undefined);

  async function add(given: Given): Promise<CallAnswer> {
    const model = modelOf(given);
    if (model === undefined || !model.columns.some((column) => column.writing.add !== undefined)) {
      return refusedValue(`a scenario cannot add a ${String(given["model"]).slice(0, 60)}`);
    }
    const values = readValues(given["values"], model, "add");
    if ("refused" in values) return refusedValue(values.refused);
    const wrong = await school.checkWriting(db, model.name, values);
    if (wrong !== undefined) return refusedValue(wrong);
    const tooMany = over("changes", limits.changes);
    if (tooMany !== undefined) return tooMany;
    const id = newId();
    effects.stage({ kind: "add", model: model.name, id, values, before: new Map() });
    return { value: id };
  }

  async function change(given: Given): Promise<CallAnswer> {
    const model = modelOf(given);
    if (model === undefined) return refusedValue("there is no such model");
    const { id } = given;
    const values = readValues(given["values"], model, "change");
    if ("refused" in values) return refusedValue(values.refused);
    const wrong = await school.checkWriting(db, model.name, values);
    if (wrong !== undefined) return refusedValue(wrong);
    const tooMany = over("changes", limits.changes);
    if (tooMany !== undefined) return tooMany;
    const before = await rowBefore(model, id);
    if (before === undefined) return { error: "lookup", text: `there is no such ${model.name}` };
    effects.stage({ kind: "change", model: model.name, id: String(id), values, before });
    return { value: null };
  }

  async function remove(given: Given): Promise<CallAnswer> {
    const model = modelOf(given);
    if (model?.deletable !== true) {
      return refusedValue(`a scenario cannot delete a ${String(given["model"]).slice(0, 60)}`);
    }
    const tooMany = over("changes", limits.changes);
    if (tooMany !== undefined) return tooMany;
    const before = await rowBefore(model, given["id"]);
    if (before === undefined) return { error: "lookup", text: `there is no such ${model.name}` };
    effects.stage({ kind: "delete", model: model.name, id: String(given["id"]), before });
    return { value: null };
  }

  async function send(given: Given): Promise<CallAnswer> {
    const { chat, text, mode } = given;
    if (typeof chat !== "string" || typeof text !== "string" || typeof mode !== "string") {
      return refusedValue("a message needs a chat and a text");
    }
    if (text.trim() === "" || text.length > most.messageText) {
      return refusedValue(`a message has 1 to ${most.messageText} characters`);
    }
    const written = school.asHtml(storable(text), mode);
    if ("refused" in written) return refusedValue(written.refused);
    const to = await school.findRecipient(db, chat.slice(0, 40));
    if (to === undefined) {
      return {
        error: "lookup",
        text: `${JSON.stringify(chat.slice(0, 40))} is the chat of no active group of the school`,
      };
    }
    const tooMany = over("messages", limits.messages);
    if (tooMany !== undefined) return tooMany;
    effects.keep({ kind: "send", to, html: written.html });
    return { value: null };
  }

  async function sheet(given: Given, wantsNames: boolean): Promise<CallAnswer> {
    sheets ??= school.readSheets();
    const read = await sheets;
    if ("refused" in read) return { error: "lookup", text: read.refused };
    const names = [...read.keys()];
    if (wantsNames) return { value: names };
    const name = given["name"] ?? names[0];
    const rows = typeof name === "string" ? read.get(name) : undefined;
    if (rows === undefined)
      return { error: "lookup", text: `the workbook has the sheets ${names.join(", ").slice(0, 500)}` };
    if (rows.reduce((sum, row) => sum + row.length, 0) > most.sheetCells)
      return refusedValue("this sheet is too large");
    rowsRead += rows.length;
    return { value: rows };
  }

  function report(given: Given): CallAnswer {
    const read = readReport(given);
    if ("refused" in read) return refusedValue(read.refused);
    count.reports += 1;
    if (count.reports > reportBounds.files)
      return { error: "limit", text: `a run makes at most ${reportBounds.files} reports` };
    effects.keep({ kind: "report", ...read });
    return { value: read.fileName };
  }

  async function answerOne(op: string, given: Given): Promise<CallAnswer> {
    switch (op) {
      case "query":
        return lacks("read") ?? (await query(given));
      case "sheets":
      case "sheet":
        return lacks("read") ?? (await sheet(given, op === "sheets"));
      case "add":
        return lacks("write") ?? (await add(given));
      case "change":
        return lacks("write") ?? (await change(given));
      case "delete":
        return lacks("write") ?? (await remove(given));
      case "send":
        return lacks("send") ?? (await send(given));
      case "report":
        return report(given);
      case "commit":
        effects.commit();
        return { value: null };
      case "rollback":
        effects.rollback();
        return { value: null };
      default:
        return refusedValue("there is no such call");
    }
  }

  return {
    async answer(op, given) {
      try {
        return await answerOne(op, given);
      } catch (error) {
        if (isPassing(error)) throw error;
        return refusedValue(`the database refuses this: ${firstLine(causeOf(error))}`);
      }
    },
    collected: () => ({ effects: effects.all(), used, rowsRead }),
  };
}

/** Drizzle's own error repeats the whole statement; the database's reason is in the cause at its end. */
function firstLine(cause: string): string {
  return (cause.match(/\(([^()]*)\)\s*$/)?.[1] ?? "the question failed").slice(0, 200);
}
