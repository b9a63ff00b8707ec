import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { command } from "./command.ts";
import { cloneDatabase, type ClonedDatabase } from "./database.ts";

const file = join(mkdtempSync(join(tmpdir(), "carillon-scenario-commands-")), "code.py");
let database: ClonedDatabase;
const run = async (...args: readonly string[]) => await command(database.name, "scenario", ...args);
const save = async (code: string, ...options: readonly string[]) => {
  writeFileSync(file, code);
  return await run("save", "says_hello", "--file", file, ...options);
};
const saying = (word: string) => `def run_scenario():\n    return True, "${word}"\n`;

beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => await database.close());

describe("carillon scenario", () => {
  it("keeps, shows, compares and restores versions", async () => {
    expect((await save(saying("one"), "--title", "Hello", "--note", "the first")).code).toBe(0);
    expect((await save(saying("two"))).out).toContain("version 2");
    expect((await run("versions", "says_hello")).out).toMatch(/^2 .*cli\n1 .*the first$/);
    expect((await run("diff", "says_hello", "1")).out).toContain('+     return True, "two"');
    expect((await run("restore", "says_hello", "1", "--json")).json).toMatchObject({ version: 3, isNew: false });
    expect((await run("show", "says_hello", "--json")).json).toMatchObject({ version: 3, code: saying("one") });
    expect((await run("restore", "says_hello", "9")).failure).toBe("scenario.no-version");
    expect((await run("diff", "says_hello", "one")).failure).toBe("scenario.no-version");
  });

  it("shows and sets permissions and limits", async () => {
    expect((await run("grant", "says_hello", "send", "read", "--json")).json).toMatchObject({
      permissions: ["read", "send"],
    });
    expect((await run("limits", "says_hello", "--seconds", "5", "--json")).json).toMatchObject({
      limits: { seconds: 5 },
    });
    expect((await run("limits", "says_hello")).out).toContain("permissions: read, send");
    expect((await run("limits", "says_hello", "--seconds", "nine")).failure).toBe("scenario.refused");
  });

  it("says what it does not know", async () => {
    for (const words of [
      ["show", "nobody"],
      ["versions", "nobody"],
      ["diff", "nobody", "1"],
      ["limits", "nobody"],
    ]) {
      expect((await run(...words)).failure).toBe("scenario.unknown");
    }
    expect((await run("files", "99")).failure).toBe("run.unknown");
  });

  it("refuses words that it does not understand", async () => {
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [[], "usage.word-missing"],
      [["save", "says_hello"], "usage.word-missing"],
      [["shwo", "says_hello"], "usage.unknown-command"],
      [["show"], "usage.word-missing"],
      [["show", "says_hello", "again"], "usage.word-too-many"],
      [["grant", "says_hello", "fly"], "usage.wrong-value"],
      [["grant", "says_hello", "none", "read"], "usage.wrong-value"],
    ];
    for (const [words, failure] of wrong) expect(await run(...words)).toMatchObject({ code: 2, failure });
    expect((await run("grant", "says_hello", "none", "--json")).json).toMatchObject({ permissions: [] });
  });
});
