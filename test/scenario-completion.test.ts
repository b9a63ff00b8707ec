import { readFileSync } from "node:fs";

import { CompletionContext } from "@codemirror/autocomplete";
import { python } from "@codemirror/lang-python";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";

import { completeScenario } from "../web/pages/scenarios/complete-scenario.ts";

const stub = readFileSync(new URL("../python/carillon/__init__.pyi", import.meta.url), "utf8");
const source = completeScenario(stub);

/** What the editor offers at the `|` of a piece of code. */
async function offered(code: string): Promise<readonly string[]> {
  const pos = code.indexOf("|");
  const doc = code.replace("|", "");
  const state = EditorState.create({ doc, extensions: [python()] });
  const result = await source(new CompletionContext(state, pos, false));
  return (result?.options ?? []).map(({ apply, label }) => (typeof apply === "string" ? apply : label));
}

describe("the editor completes a scenario from the stub", () => {
  it("with what there is, and not with what the stub keeps to itself", async () => {
    const names = await offered("def run_scenario():\n    Co|");
    expect(names).toEqual(expect.arrayContaining(["Course", "Coach", "bot", "db", "init_telegram_bot", "now"]));
    expect(names).not.toEqual(expect.arrayContaining(["_Database"]));
    expect(names).not.toEqual(expect.arrayContaining(["T"]));
  });

  it.each([
    ["Course.|", "query", "level"],
    ["Course.query.|", "filter_by", "order_by"],
    ["Course.query.filter_by(level='BBG').order_by(Course.name).|", "all", "first"],
    ["Course.level.|", "in_", "desc"],
    ["Course.sessions.|", "any", "has"],
    ["Course.query.first().|", "chat_id", "group"],
    ["Course.query.first().group.|", "audience_zones", "title"],
    ["bot.|", "send_message", "send_to_admin"],
    ["db.session.|", "commit", "rollback"],
    ["logger.|", "info", "warning"],
    ["import carillon\ncarillon.|", "Course", "init_telegram_bot"],
    ["excel_processor.|", "read_sheet", "write_report"],
    ["mine = init_telegram_bot()\nmine.|", "send_message", "send_to_admin"],
    ["for one in Session.query.filter(Session.status == 'moved'):\n    one.|", "starts_at", "coach"],
    ["rows = Session.query.all()\nfor one in rows:\n    one.course.|", "level", "group"],
    ["rows = Session.query.all()\nrows[0].|", "starts_at", "coach"],
  ])("behind the dot of %s", async (code, ...wanted) => {
    expect(await offered(code)).toEqual(expect.arrayContaining(wanted));
  });

  it("a row has no query, and a model's own methods are its query's", async () => {
    expect(await offered("Course.query.first().|")).not.toContain("query");
  });

  it("with the columns that filter_by takes", async () => {
    expect(await offered("Group.query.filter_by(la|)")).toContain("language=");
    expect(await offered("print(la|)")).not.toContain("language=");
  });

  it("with nothing within words, and nothing behind what nobody knows", async () => {
    expect(await offered("print('Cou|')")).toEqual([]);
    expect(await offered("unknown.|")).toEqual([]);
    expect(await offered("a = a\na.|")).toEqual([]);
  });
});
