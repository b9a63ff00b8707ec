import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openPython } from "#adapters/python/open-python.ts";
import type { PythonPort } from "#features/scenarios/ports.ts";
import type { PythonEnd, Walls } from "#features/scenarios/python-rules.ts";

import { fatalAttacks, findsState, leavesState, otherDescriptors } from "./attacks/fatal-attacks.ts";
import { quietAttacks, scenarioOf } from "./attacks/quiet-attacks.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-attacks-"));
const planted = join(folder, "carillon.env");
const marker = join(folder, "marker");
const canary = "canary-7d1c9e";
const secrets = ["TELEGRAM_BOT_TOKEN", "ZOOM_CLIENT_SECRET", "DATABASE_URL"];

let python: PythonPort;
let server: Server;
let connections = 0;
let port = 0;
/** Everything that any attack said, to be searched for what it must not know. */
const said: string[] = [];

beforeAll(async () => {
  for (const name of secrets) process.env[name] = `${canary}-${name}`;
  writeFileSync(planted, `TELEGRAM_BOT_TOKEN=${canary}-file\n`);
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  python = openPython({ snapshotFolders: [snapshotFolder], standby: false });
});
afterAll(async () => {
  for (const name of secrets) delete process.env[name];
  await python.close();
  server.close();
});

const snapshotFolder = join(import.meta.dirname, "../node_modules/.cache/carillon");
const usual: Walls = { seconds: 120, memoryMegabytes: 512, calls: 5_000, outputBytes: 1_000_000 };

async function attack(code: string, walls: Walls = usual) {
  const lines: string[] = [];
  const end: PythonEnd = await python.run(
    {
      source: code,
      surroundings: { order: "run", school: { name: "École", language: "fr", zone: "Europe/Paris" }, models: [] },
      timeZone: "Europe/Paris",
      now: Temporal.Instant.from("2026-03-29T12:00:00Z"),
      walls,
      isCancelled: async () => false,
      signal: new AbortController().signal,
    },
    {
      answer: async () => ({ value: null }),
      log: async (_level, text) => void lines.push(text),
    },
  );
  said.push(...lines, JSON.stringify(end));
  return { end, lines };
}

describe("attacks that leave their process alive", () => {
  let outcomes: readonly string[] = [];
  beforeAll(async () => {
    const constants = { PLANTED: planted, MARKER: marker, ADDRESS: `http://127.0.0.1:${port}/` };
    const { end, lines } = await attack(scenarioOf(quietAttacks, constants));
    if (end.how !== "returned") throw new Error(`the attacks did not end: ${JSON.stringify(end)}`);
    outcomes = quietAttacks.map(
      (_, number) => lines.find((line) => line.startsWith(`@${number}@`))?.replace(/^@\d+@/, "") ?? "nothing",
    );
  });

  it.each(quietAttacks.map((each, number) => ({ ...each, number })))(
    "$name reaches nothing",
    ({ number, harmless }) => {
      expect(outcomes[number]).toMatch(harmless);
    },
  );

  it("left no file and no connection on the host", () => {
    expect(existsSync(marker)).toBe(false);
    expect(connections).toBe(0);
    expect(readFileSync(planted, "utf8")).toContain(canary);
  });
});

describe("attacks that are ended", () => {
  const walls = { ...usual, memoryMegabytes: 450, outputBytes: 200_000, calls: 2_000 };
  const ends = new Map<string, PythonEnd>();
  // Three at a time: each has a process of its own.
  beforeAll(async () => {
    const left = [...fatalAttacks];
    const worker = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        ends.set(next.name, (await attack(next.code, next.endless ? { ...walls, seconds: 1 } : walls)).end);
      }
    };
    await Promise.all([worker(), worker(), worker()]);
  });

  it.each(fatalAttacks)("$name", ({ name, ends: allowed }) => {
    const end = ends.get(name);
    expect(allowed).toContain(end?.how === "stopped" ? end.by : end?.how);
  });

  it("hears nothing but the pipe", async () => {
    const { end } = await attack(otherDescriptors);
    expect(end).toMatchObject({ how: "returned", message: "honest" });
  });

  it("leaves nothing for the next run", async () => {
    await attack(leavesState);
    expect((await attack(findsState)).end).toMatchObject({ how: "returned", message: "False" });
  });
});

describe("what the host would never say", () => {
  it("is in nothing that any attack said", () => {
    const all = said.join("\n");
    expect(all.length).toBeGreaterThan(1_000);
    expect(all.includes(canary)).toBe(false);
    expect(all.includes(join(import.meta.dirname, ".."))).toBe(false);
  });
});
