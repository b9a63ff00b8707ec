import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, it } from "vitest";

import { migrate } from "#database/migrate.ts";
import { openDatabase } from "#database/open.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import { systemClock } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";
import { openLogger } from "#lib/logger.ts";

import { scratchFolder, type Scratch } from "./scratch.ts";

const program = fileURLToPath(new URL("../src/cli/carillon.ts", import.meta.url));
let scratch: Scratch;
let data: string;

beforeAll(async () => {
  scratch = await scratchFolder();
  data = join(scratch.path, "data");
  const opened = await openDatabase({
    dataFolder: data,
    applicationName: "test",
    logger: openLogger("silent"),
  });
  if (!opened.ok) throw new Error(opened.failure.what.en);
  const { db, pool, close } = opened.value;
  await migrate(pool);
  const now = systemClock.now();
  await planMessage({
    db,
    now,
    wake: async () => undefined,
    message: {
      kind: "announcement",
      key: "party",
      to: { chat: "5000000001" as ChatId },
      content: { form: "text", html: "<b>Party</b> on Friday" },
      language: "en",
      dueAt: now.add({ hours: 24 }),
      expiresAt: now.add({ hours: 48 }),
    },
  });
  await close();
});
afterAll(() => scratch.remove());

async function carillon(...words: readonly string[]) {
  const child = spawn(process.execPath, [program, "messages", ...words, "--json", "--lang", "en"], {
    env: { PATH: process.env["PATH"], HOME: scratch.path, CARILLON_DATA: data, CARILLON_TEST_CHAT_ID: "-1009" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return { code: code as number, said: JSON.parse(out) as Record<string, unknown> };
}

it("carillon messages: every verb, from a shell", async () => {
  expect(await carillon()).toMatchObject({ code: 0, said: [{ number: 1, state: "planned" }] });
  expect(await carillon("preview", "1")).toMatchObject({ code: 0, said: { parts: ["Party on Friday"] } });
  expect(await carillon("hold", "1")).toMatchObject({ code: 0, said: { state: "held" } });
  expect(await carillon("resume", "1")).toMatchObject({ code: 0, said: { state: "planned" } });
  expect(await carillon("reword", "1", "--text", "<b>No")).toMatchObject({ code: 1 });
  expect(await carillon("reword", "1", "--text", "No party")).toMatchObject({ code: 0, said: { html: "No party" } });
  expect(await carillon("try", "1")).toMatchObject({ code: 0, said: { kind: "trial", chatId: "-1009" } });
  expect(await carillon("now", "1")).toMatchObject({ code: 0, said: { state: "planned" } });
  expect(await carillon("recall", "1")).toMatchObject({ code: 1, said: { error: { code: "message.not-possible" } } });
  expect(await carillon("cancel", "1")).toMatchObject({ code: 0, said: { state: "cancelled" } });
  expect(await carillon("again", "1")).toMatchObject({ code: 0, said: { state: "planned" } });
  expect(await carillon("show", "1")).toMatchObject({ code: 0, said: { number: 1, history: [] } });
  expect(await carillon("hld", "1")).toMatchObject({ code: 2 });
  expect(await carillon("show", "99")).toMatchObject({ code: 1, said: { error: { code: "message.unknown" } } });
}, 600_000);
