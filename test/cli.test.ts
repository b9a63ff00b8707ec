import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { writeDemoWorkbook } from "#simulators/demo-workbook.ts";
import { startSimulatedSchool } from "#simulators/simulated-school.ts";

import { scratchFolder, type Scratch } from "./scratch.ts";

const program = fileURLToPath(new URL("../src/cli/carillon.ts", import.meta.url));
let scratch: Scratch;
let data: string;
let workbook: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  data = join(scratch.path, "data");
  workbook = join(scratch.path, "school.xlsx");
  await writeDemoWorkbook(workbook, { seed: 7 });
});
afterAll(() => scratch.remove());

function start(words: readonly string[], settings: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [program, ...words], {
    env: { PATH: process.env["PATH"], HOME: scratch.path, CARILLON_DATA: data, PORT: "0", ...settings },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

async function carillon(
  words: readonly string[],
  settings?: Readonly<Record<string, string>>,
  input = Buffer.alloc(0),
) {
  const child = start(words, settings);
  child.stdin?.end(input);
  if (child.stdout === null || child.stderr === null) throw new Error("no output");
  const [out, talk, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code: code as number, out, talk };
}

/** Waits for the line that names the address; gives it. */
async function untilReady(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("no output");
  for await (const line of createInterface(child.stdout)) {
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error("it ended before it was ready");
}

describe("help and mistakes", () => {
  it("speaks French and English", async () => {
    expect((await carillon(["help"])).out).toContain("Lance un scénario à la main");
    expect((await carillon(["help", "--lang", "en"])).out).toContain("Runs a scenario by hand");
    expect((await carillon(["help", "settings", "--lang", "en"])).out).toContain("TELEGRAM_BOT_TOKEN");
  });

  it("answers a mistyped command with the nearest one, and exit code 2", async () => {
    const { code, talk } = await carillon(["scenaros", "--lang", "en"]);
    expect(code).toBe(2);
    expect(talk).toContain("scenarios");
  });

  it("knows no verb and no option by a name that every object has", async () => {
    const verb = await carillon(["students", "toString", "--lang", "en"]);
    expect(verb.code).toBe(2);
    expect(verb.talk).toContain('There is no command "students toString"');
    const option = await carillon(["students", "--toString", "--lang", "en"]);
    expect(option.code).toBe(2);
    expect(option.talk).toContain('"--toString" is not an option');
  });

  it("names every wrong setting, and no secret", async () => {
    const settings = {
      CARILLON_TIME_ZONE: "Europe/Pari",
      CARILLON_SCHOOL_NAME: " ",
      CARILLON_TEST_CHAT_ID: "x",
      PORT: "x",
      ZOOM_CLIENT_SECRET: "s3cr3t",
    };
    const { code, out } = await carillon(["runs", "--json"], settings);
    expect(code).toBe(1);
    const { error } = JSON.parse(out) as { error: { code: string; what: string } };
    expect(error.code).toBe("config.invalid");
    for (const name of ["CARILLON_TIME_ZONE", "PORT", "ZOOM_ACCOUNT_ID"]) expect(error.what).toContain(name);
    // Once each, also those that several parts of Carillon read.
    for (const name of ["CARILLON_SCHOOL_NAME", "CARILLON_TEST_CHAT_ID"]) {
      expect(error.what.split(name)).toHaveLength(2);
    }
    expect(out).not.toContain("s3cr3t");
  });
});

describe("import --dry-run --json", () => {
  it("says what it found and would change, and creates nothing", async () => {
    const elsewhere = join(scratch.path, "untouched");
    const { code, out } = await carillon(["import", workbook, "--dry-run", "--json", "--data", elsewhere]);
    expect(code).toBe(0);
    const found = JSON.parse(out) as { entries: object[]; problems: { cell: string }[] };
    expect(found).toMatchObject({
      sheet: "Fix Schedule",
      changes: { added: 26, changed: 0, removed: 0, unchanged: 0 },
    });
    expect(found.entries).toHaveLength(26);
    expect(found.entries[0]).toEqual({
      course: "Awa Sissoko - BBG - MW - 7:30pm",
      coach: "Awa Sissoko",
      weekday: "Monday",
      time: "19:30",
      timeZone: "UTC",
      durationMinutes: 60,
      chatId: "-1002000000111",
    });
    expect(found.problems.map((problem) => problem.cell)).toContain("Fix Schedule!G13");
    expect(existsSync(elsewhere)).toBe(false);
  });

  it("leaves nothing of standard input behind, whether it looks, annotates or asks for the mapping", async () => {
    const [temporary, elsewhere] = [join(scratch.path, "temporary"), join(scratch.path, "looked")];
    mkdirSync(temporary);
    for (const words of [
      ["import", "-", "--dry-run"],
      ["import", "-", "--annotate", join(scratch.path, "copy.xlsx")],
      ["mapping", "-"],
    ]) {
      const settings = { TMPDIR: temporary, CARILLON_DATA: elsewhere };
      expect((await carillon([...words, "--json"], settings, readFileSync(workbook))).code).toBe(0);
      expect(readdirSync(temporary)).toEqual([]);
    }
    expect(existsSync(elsewhere)).toBe(false);
  });

  it("tells a missing file as a program reads it", async () => {
    const { code, out } = await carillon(["import", join(scratch.path, "no.xlsx"), "--dry-run", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "workbook.missing" } });
  });
});

describe("start", () => {
  it("is ready, healthy, alone on its folder, and ends in order; what happened stays", async () => {
    const child = start(["start"]);
    const gone = once(child, "exit");
    const address = await untilReady(child);
    const health = await fetch(`${address}/health`);
    expect(health.status).toBe(200);

    const second = await carillon(["start", "--json", "--lang", "en"]);
    expect(second.code).toBe(1);
    expect(second.out + second.talk).toContain(String(child.pid));

    const run = await carillon(["run", "update_courses", "--lang", "en"]);
    expect(run.code).toBe(1);
    expect(run.out + run.talk).toContain("CARILLON_WORKBOOK");

    child.kill("SIGTERM");
    expect(await gone).toEqual([0, null]);
    const runs = await carillon(["runs", "--json"]);
    expect(JSON.parse(runs.out)).toMatchObject([{ scenario: "update_courses", cause: "manual", outcome: "failed" }]);
    expect((await carillon(["runs", "--lang", "en"])).out).toContain("by hand, by the command line");
  });

  it("says which port is taken and how to take another", async () => {
    const child = start(["start"]);
    const gone = once(child, "exit");
    const port = new URL(await untilReady(child)).port;
    const other = join(scratch.path, "other");
    const second = await carillon(["start", "--data", other, "--lang", "en", "--json"], { PORT: port });
    child.kill("SIGTERM");
    await gone;
    expect(second.code).toBe(1);
    expect(JSON.parse(second.out)).toMatchObject({ error: { code: "http.port-in-use" } });
  });
});

it("doctor says what is there and what is missing, each with a remedy; what Zoom's app may not do too", async () => {
  const zone = "Africa/Abidjan";
  const noon = Temporal.Instant.from("2026-03-29T12:00:00Z");
  const school = await startSimulatedSchool({ start: noon, zone, hosts: ["a@school.example"], seed: 1, latencyMs: 0 });
  try {
    school.zoom.controls.oauth.scopes = ["user:read:list_users:admin", "meeting:write:meeting:admin"];
    const zoom = Object.fromEntries(Object.entries(school.settings).filter(([name]) => name.startsWith("ZOOM_")));
    const { code, out } = await carillon(["doctor", "--json", "--lang", "en"], zoom);
    const { checks } = JSON.parse(out) as { checks: { name: string; state: string; found: string; remedy?: string }[] };
    expect(checks.filter((check) => check.state !== "ok" && (check.remedy ?? "") === "")).toEqual([]);
    expect(code).toBe(1);
    const states = new Map(checks.map(({ name, state, found }) => [name, `${state}: ${found}`]));
    expect(states.get("zoom")).toMatch(/^failed: .*lacks scopes: meeting:update:meeting:admin, /);
    expect(states.get("zoom")).not.toContain("meeting:write");
    expect(states.get("time")).toMatch(/^ok: .* apart from 127\.0\.0\.1/);
    expect(states.get("telegram")).toMatch(/^warning: not connected/);
    expect(states.get("watch")).toMatch(/^warning: nobody is told/);
    expect([...states.keys()]).toEqual(expect.arrayContaining(["disk", "memory", "boot", "logs", "port", "backups"]));
  } finally {
    await school.close();
  }
});
