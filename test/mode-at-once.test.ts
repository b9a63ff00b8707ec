import { afterEach, describe, expect, it } from "vitest";

import { changeStoredSettings } from "#app/change-stored-settings.ts";
import { planMessage } from "#features/messages/plan-message.ts";
import { ensureGroups, listGroups } from "#features/roster/store.ts";
import { systemClock } from "#lib/clock.ts";
import type { ChatId } from "#lib/ids.ts";

import { openWorld, type World } from "./world.ts";

const testChat = "-1009999999999";
/** More than the pace lets go in a second. */
const groups = 60;

let world: World;
afterEach(async () => await world.close());

/** A bot that is slow to answer, and a message due for each of its groups; gives when the sender is in the midst of them. */
async function openMidst(): Promise<void> {
  world = await openWorld({ latencyMs: 40 });
  const { app, clock, telegram } = world;
  const { db } = app.database;
  const wanted = Array.from({ length: groups }, (_, index) => ({
    chatId: String(-1_001_000_000_000 - index) as ChatId,
    title: `Group ${index}`,
  }));
  for (const group of [...wanted, { chatId: testChat, title: "Test" }]) telegram.world.addGroup(group);
  const now = clock.now();
  await ensureGroups(db, wanted, "fr", now);
  for (const group of await listGroups(db)) {
    await planMessage({
      db,
      now,
      wake: app.wakeSender,
      message: {
        kind: "announcement",
        key: group.id,
        to: { group },
        content: { form: "text", html: "Bonjour" },
        language: "fr",
        dueAt: now,
        expiresAt: now.add({ hours: 2 }),
      },
    });
  }
  while (arrived().length < 5) await tick();
}

async function tick(): Promise<void> {
  await world.clock.pass(10);
  await systemClock.sleep(5);
}

/** Whom the bot wrote to so far. */
const arrived = () => world.telegram.ledger.all().map(({ chatTitle }) => chatTitle);

/** Changes the mode while the clock stands: what leaves meanwhile is what the pace lets go in a moment. */
async function setMode(changes: Readonly<Record<string, string>>): Promise<void> {
  expect(await changeStoredSettings(world.app, { by: "cli", changes })).toMatchObject({ ok: true });
}

async function states(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await world.database.pool.query<{ mode: string; n: number }>(
    "select d.mode, count(*)::int as n from deliveries d join messages m on m.id = d.message_id where m.state = 'sent' group by 1",
  );
  return Object.fromEntries(rows.map(({ mode, n }) => [mode, n]));
}

describe("a mode that is changed in the midst of a round", () => {
  it("dry: from the answer on nothing leaves, not even what the sender had taken", async () => {
    await openMidst();
    await setMode({ CARILLON_MODE: "dry" });
    const before = arrived().length;
    expect(before).toBeLessThan(groups);
    await world.pass(world.clock.now().add({ minutes: 5 }));
    expect(arrived()).toHaveLength(before);
    expect(await states()).toEqual({ live: before, dry: groups - before });
  });

  it("test group: from the answer on no group hears anything, all goes to the test group", async () => {
    await openMidst();
    await setMode({ CARILLON_MODE: "test", CARILLON_TEST_CHAT_ID: testChat });
    const before = arrived().length;
    expect(before).toBeLessThan(groups);
    await world.pass(world.clock.now().add({ minutes: 10 }));
    expect(new Set(arrived().slice(before))).toEqual(new Set(["Test"]));
    expect(arrived()).toHaveLength(groups);
    expect(await states()).toEqual({ live: before, "test group": groups - before });
  });
});
