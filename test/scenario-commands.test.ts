import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { command, databaseAddress } from "./command.ts";
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

it("from a shell: saved, tried, run, its file fetched, its end asked for, and removed", async () => {
  const program = fileURLToPath(new URL("../src/cli/carillon.ts", import.meta.url));
  const shell = async (...words: readonly string[]) => {
    const child = spawn(process.execPath, [program, ...words, "--json", "--lang", "en"], {
      env: { PATH: process.env["PATH"], HOME: dirname(file), DATABASE_URL: databaseAddress(database.name) },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    return { code: code as number, said: JSON.parse(out) as unknown };
  };
  writeFileSync(
    file,
    'def run_scenario():\n    excel_processor.write_report("names", {"Names": [{"name": "Awa"}]})\n    return True, "one name"\n',
  );
  expect(await shell("scenario", "save", "lists_names", "--file", file, "--title", "Names")).toMatchObject({
    code: 0,
    said: { version: 1, isNew: true },
  });
  const [tried, stub] = await Promise.all([shell("scenario", "preview", "lists_names"), shell("scenario", "stub")]);
  expect(tried).toMatchObject({ code: 0, said: { message: "one name", error: null, effects: [{}], unsaved: 0 } });
  expect(stub).toMatchObject({ code: 0, said: { file: "carillon/__init__.pyi" } });
  expect((await shell("run", "lists_names")).code).toBe(0);
  const [made, again] = await Promise.all([
    shell("scenario", "files", "1", "--out", join(dirname(file), "made")),
    shell("scenario", "cancel", "lists_names"),
  ]);
  expect(made).toMatchObject({ code: 0, said: [{ fileName: "names.xlsx" }] });
  expect(
    readFileSync(join(dirname(file), "made", "names.xlsx"))
      .subarray(0, 2)
      .toString(),
  ).toBe("PK");
  expect(again).toMatchObject({ code: 1 });
  expect(await shell("scenario", "remove", "lists_names")).toMatchObject({ code: 0, said: { name: "lists_names" } });
  expect(await shell("run", "lists_names")).toMatchObject({ said: { error: { code: "scenario.unknown" } } });
}, 180_000);
