import { describe, expect, it } from "vitest";

import { instantOf } from "#lib/clock.ts";

import { keepPace } from "./keep-pace.ts";
import { afterCalm, afterFlood, chatMayAt, firstTempo, type Tempo } from "./pace-rules.ts";

const at = (ms: number) => instantOf(1_000_000 + ms);
const from = (instant: Temporal.Instant) => instant.epochMilliseconds - 1_000_000;

describe("one chat", () => {
  it("gets a message a second, and 20 in any minute when it is a group", () => {
    expect(chatMayAt([], true, 1)).toBe(0);
    expect(chatMayAt([400], true, 1)).toBe(1_400);
    const twenty = Array.from({ length: 20 }, (_, index) => index * 2_000);
    expect(chatMayAt(twenty, true, 1)).toBe(60_000);
    expect(chatMayAt(twenty, false, 1)).toBe(39_000);
    expect(chatMayAt(twenty.slice(1), true, 1)).toBe(39_000);
  });

  it("counts an album for each of its pictures", () => {
    const fifteen = Array.from({ length: 15 }, (_, index) => index * 2_000);
    expect(chatMayAt(fifteen, true, 5)).toBe(29_000);
    expect(chatMayAt(fifteen, true, 6)).toBe(60_000);
  });
});

describe("all chats", () => {
  it("leave 34 ms apart, and as many at once as was learned", () => {
    const pace = keepPace({ tempo: firstTempo, recent: [] });
    pace.leaves(1, at(0));
    expect(from(pace.botMayAt(at(0)))).toBe(34);
    const daring = keepPace({ tempo: { ...firstTempo, burst: 3 }, recent: [] });
    for (let sent = 0; sent < 3; sent += 1) {
      expect(from(daring.botMayAt(at(0)))).toBe(0);
      daring.leaves(1, at(0));
    }
    expect(from(daring.botMayAt(at(0)))).toBe(34);
  });

  it("go on after a restart from what left last", () => {
    const pace = keepPace({ tempo: firstTempo, recent: [{ chatId: "-1", at: at(0), cost: 1 }] });
    expect(from(pace.botMayAt(at(10)))).toBe(34);
    expect(from(pace.chatMayAt("-1", 1))).toBe(1_000);
  });

  it("rest together only when several chats were refused within seconds", () => {
    const pace = keepPace({ tempo: firstTempo, recent: [] });
    pace.flooded("-1", at(600_000), at(0));
    pace.flooded("-1", at(600_000), at(1_000));
    expect(from(pace.botMayAt(at(1_000)))).toBe(1_000);
    pace.flooded("-2", at(8_000), at(2_000));
    pace.flooded("-3", at(9_000), at(3_000));
    expect(from(pace.botMayAt(at(3_000)))).toBe(9_000);
    expect(pace.tempo().intervalMs).toBeGreaterThan(firstTempo.intervalMs);
  });
});

it("the tempo dares more when all is calm, less after a flood, and finds back", () => {
  const many = (tempo: Tempo, times: number) => Array.from({ length: times }).reduce<Tempo>(afterCalm, tempo);
  expect(many(firstTempo, 99).burst).toBe(1);
  expect(many(firstTempo, 100)).toEqual({ intervalMs: 34, burst: 2, calm: 0 });
  expect(many(firstTempo, 100_000).burst).toBe(20);
  const flooded = afterFlood(afterFlood({ intervalMs: 34, burst: 20, calm: 7 }));
  expect(flooded).toMatchObject({ burst: 5, calm: 0 });
  expect(flooded.intervalMs).toBeGreaterThan(50);
  expect(many(flooded, 1_000).intervalMs).toBe(34);
});
