import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { awaitReady } from "#adapters/python/await-ready.ts";
import { converse } from "#adapters/python/converse.ts";
import { findSnapshot } from "#adapters/python/snapshot.ts";
import { nodeWalls, openChild, places, type Child } from "#adapters/python/start-child.ts";
import type { Walls } from "#features/scenarios/python-rules.ts";

import { quietAttacks, scenarioOf } from "./attacks/quiet-attacks.ts";

const folder = mkdtempSync(join(tmpdir(), "carillon-walls-"));
const planted = join(folder, "planted");
const marker = join(folder, "marker");
const canary = "canary-0b5f21";
const programCache = join(import.meta.dirname, "../node_modules/.cache/carillon");
const probe = fileURLToPath(new URL("attacks/wall-probe.js", import.meta.url));
const wide: Walls = { seconds: 600, memoryMegabytes: 4_000, calls: 10_000, outputBytes: 10_000_000 };

let server: Server;
let port = 0;
let connections = 0;
const children: Child[] = [];

beforeAll(async () => {
  writeFileSync(planted, canary);
  process.env["TELEGRAM_BOT_TOKEN"] = canary;
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(async () => {
  delete process.env["TELEGRAM_BOT_TOKEN"];
  for (const child of children) child.kill();
  await Promise.all(children.map(async (child) => await child.gone));
  server.close();
});

function start(command: readonly string[]): Child {
  const child = openChild(command);
  children.push(child);
  return child;
}

async function talk(child: Child, source: string, walls: Walls) {
  const lines: string[] = [];
  const end = await converse(
    child,
    {
      source,
      surroundings: { order: "run", school: { name: "École", language: "fr", zone: "UTC" }, models: [] },
      timeZone: "UTC",
      now: Temporal.Instant.from("2026-03-29T12:00:00Z"),
      walls,
      isCancelled: async () => false,
      signal: new AbortController().signal,
    },
    { answer: async () => ({ value: null }), log: async (_level, text) => void lines.push(text) },
  );
  return { end, lines };
}

describe("the first wall alone: Python sealed in a process that may do everything", () => {
  it("holds every quiet attack", async () => {
    const free = [process.execPath, "--disallow-code-generation-from-strings", places.child];
    const snapshot = (await findSnapshot([programCache])) ?? "";
    const child = start([...free, "serve", places.pyodide, places.python, snapshot]);
    expect(await awaitReady(child)).toEqual({ child });
    const constants = { PLANTED: planted, MARKER: marker, ADDRESS: `http://127.0.0.1:${port}/` };
    const walls = { ...wide, memoryMegabytes: 512 };
    const { end, lines } = await talk(child, scenarioOf(quietAttacks, constants), walls);
    expect(end).toMatchObject({ how: "returned", message: "survived" });
    const reached = quietAttacks.flatMap(({ name, harmless }, number) => {
      const outcome = lines.find((line) => line.startsWith(`@${number}@`))?.replace(/^@\d+@/, "") ?? "nothing";
      return harmless.test(outcome) ? [] : [`${name}: ${outcome}`];
    });
    expect(reached).toEqual([]);
    expect(lines.join("\n")).not.toContain(canary);
    expect(existsSync(marker)).toBe(false);
    expect(connections).toBe(0);
  });
});

describe("the second wall alone: free JavaScript behind Node's and the kernel's walls", () => {
  it("reaches no file, no network, no process, no environment", async () => {
    const child = start([process.execPath, ...nodeWalls([probe]), probe, planted, marker, `${port}`]);
    const { end } = await talk(child, "", wide);
    const outcomes = JSON.parse(end.how === "returned" ? end.message : "{}") as Record<string, string>;
    expect(Object.keys(outcomes).length).toBeGreaterThan(14);
    const { environment, ...tried } = outcomes;
    expect(environment).toBe("[]");
    for (const [name, outcome] of Object.entries(tried)) expect(`${name} ${outcome}`).toMatch(/ refused: /);
    expect(existsSync(marker)).toBe(false);
    expect(connections).toBe(0);
  });
});

describe("the third wall alone: a process without Python and without walls", () => {
  it("ends it at its time", async () => {
    const child = start([process.execPath, "-e", "for (;;) {}"]);
    const { end } = await talk(child, "", { ...wide, seconds: 1 });
    expect(end).toMatchObject({ how: "stopped", by: "time" });
  });

  it.runIf(process.platform === "linux")("ends it at its memory", async () => {
    const eats = "const kept = []; setInterval(() => kept.push(Buffer.alloc(20_000_000, 1)), 5);";
    const child = start([process.execPath, "-e", eats]);
    const { end } = await talk(child, "", { ...wide, memoryMegabytes: 300 });
    expect(end).toMatchObject({ how: "stopped", by: "memory" });
  });

  it("tells one that the system ended for want of memory from one that ended by itself", async () => {
    const child = start([process.execPath, "-e", "setInterval(() => undefined, 1000)"]);
    const ending = talk(child, "", wide);
    // As the kernel does it: nobody here asked for it.
    process.kill(child.pid, "SIGKILL");
    expect((await ending).end).toMatchObject({ how: "stopped", by: "starved" });
    const { end } = await talk(start([process.execPath, "-e", "process.exit(3)"]), "", wide);
    expect(end).toMatchObject({ how: "stopped", by: "crash" });
  });

  it("ends it when a person cancels, and when Carillon stops", async () => {
    const closing = new AbortController();
    const child = start([process.execPath, "-e", "setInterval(() => undefined, 1000)"]);
    closing.abort();
    const work = {
      source: "",
      surroundings: {},
      timeZone: "UTC",
      now: Temporal.Instant.from("2026-03-29T12:00:00Z"),
      walls: wide,
    };
    const deaf = { answer: async () => ({ value: null }), log: async () => undefined };
    const stopped = await converse(child, { ...work, isCancelled: async () => false, signal: closing.signal }, deaf);
    expect(stopped).toMatchObject({ how: "stopped", by: "closing" });
    const other = start([process.execPath, "-e", "setInterval(() => undefined, 1000)"]);
    const signal = new AbortController().signal;
    const cancelled = await converse(other, { ...work, isCancelled: async () => true, signal }, deaf);
    expect(cancelled).toMatchObject({ how: "stopped", by: "cancelled" });
  });
});
