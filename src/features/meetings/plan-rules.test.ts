import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CoachBook } from "./coach-book-rules.ts";
import { planMeetings, stretchOf, type PlanFacts, type Wish } from "./plan-rules.ts";
import { writesPerHostAndDay } from "./rules.ts";

const start = Temporal.Instant.from("2026-01-12T19:00:00Z");
const host = (id: string, licensed = true) => ({ id, email: `${id}@school.example`, licensed });
const span = (minutesLater: number, length: number) => ({
  startsAt: start.add({ minutes: minutesLater }),
  endsAt: start.add({ minutes: minutesLater + length }),
});
const wish = (id: string, minutesLater: number, length: number, coach: string | null): Wish => ({
  id,
  times: [stretchOf(span(minutesLater, length))],
  coachEmail: coach === null ? null : `${coach}@school.example`,
});
const facts = (hosts: PlanFacts["hosts"], changes: Partial<PlanFacts> = {}): PlanFacts => ({
  hosts,
  booked: [],
  writesToday: new Map(),
  hostMeetings: new Map(),
  pool: undefined,
  nextDay: Temporal.Instant.from("2026-01-12T00:00:00Z"),
  ...changes,
});
const plan = (wishes: readonly Wish[], hosts: PlanFacts["hosts"], changes: Partial<PlanFacts> = {}) =>
  planMeetings(wishes, facts(hosts, changes)).map((one) =>
    one.kind === "placed" ? `${one.wish.id} → ${one.host.id}` : `${one.wish.id}: ${one.kind}, ${one.proposal.kind}`,
  );

describe("planMeetings", () => {
  it("takes the coach's own account first, whatever the case of the address", () => {
    const own = { ...wish("s1", 0, 60, null), coachEmail: "AMINA@School.example" };
    expect(plan([own], [host("pool"), host("amina")])).toEqual(["s1 → amina"]);
  });

  it("keeps a coach's account for the coach: others get it last", () => {
    const wishes = [wish("a", 0, 60, "nobody"), wish("b", 30, 60, "amina")];
    expect(plan(wishes, [host("amina"), host("pool")])).toEqual(["a → pool", "b → amina"]);
    expect(plan(wishes, [host("amina")])).toEqual(["a: no free host, another time", "b → amina"]);
  });

  it("gives a coach's second class at the same time another account, or proposes the nearest free hour", () => {
    const both = [wish("abg", 0, 60, "gaston"), wish("iag", 30, 60, "gaston")];
    expect(plan(both, [host("gaston"), host("pool")])).toEqual(["abg → gaston", "iag → pool"]);
    const [, second] = planMeetings(both, facts([host("gaston")]));
    expect(second).toMatchObject({ kind: "no free host", proposal: { kind: "another time", host: { id: "gaston" } } });
    if (second?.kind !== "no free host" || second.proposal.kind !== "another time") throw new Error("no proposal");
    expect(second.proposal.startsAt.toString()).toBe("2026-01-12T20:00:00Z");
  });

  it("lets a class begin when another ends on the same account", () => {
    expect(plan([wish("a", 0, 60, "h"), wish("b", 60, 60, "h")], [host("h")])).toEqual(["a → h", "b → h"]);
  });

  it("lets an account hold as many at once as the school says", () => {
    const three = [wish("a", 0, 60, "h"), wish("b", 10, 60, "h"), wish("c", 20, 60, "h")];
    const two = { hostMeetings: new Map([["h@school.example", 2]]) };
    expect(plan(three, [host("h")], two)).toEqual(["a → h", "b → h", "c: no free host, another time"]);
    // Two that follow one another beside a long one are never three at once.
    const chain = [wish("long", 0, 120, "h"), wish("x", 0, 60, "h"), wish("y", 60, 60, "h")];
    expect(plan(chain, [host("h")], two)).toEqual(["long → h", "x → h", "y → h"]);
  });

  it("puts no class over 40 minutes on a Basic account", () => {
    expect(plan([wish("long", 0, 60, "basic")], [host("basic", false)])).toEqual(["long: too long, another account"]);
    expect(plan([wish("short", 0, 40, "basic")], [host("basic", false)])).toEqual(["short → basic"]);
  });

  it("takes others' classes only on the accounts of the pool, when the school names some", () => {
    const pool = { pool: ["spare@school.example"] };
    const wishes = [wish("a", 0, 60, "nobody"), wish("b", 0, 60, "amina")];
    expect(plan(wishes, [host("amina"), host("spare"), host("boss")], pool)).toEqual(["a → spare", "b → amina"]);
    expect(plan(wishes, [host("amina"), host("boss")], pool)).toEqual(["a: no host, another account", "b → amina"]);
    expect(plan(wishes, [])).toEqual(["a: no host, another account", "b: no host, another account"]);
  });

  it("stops at the requests that Zoom takes from one host in a day, and proposes the next day or another account", () => {
    const spent = { writesToday: new Map([["h", writesPerHostAndDay - 1]]) };
    const wishes = [wish("a", 0, 60, "h"), wish("b", 60, 60, "h")];
    expect(plan(wishes, [host("h")], spent)).toEqual(["a → h", "b: budget spent, another day"]);
    const tooLate = { ...spent, nextDay: start.add({ hours: 5 }) };
    expect(plan(wishes, [host("h")], tooLate)).toEqual(["a → h", "b: budget spent, another account"]);
    expect(plan(wishes, [host("h"), host("pool")], spent)).toEqual(["a → h", "b → pool"]);
    expect(plan([wish("a", 0, 60, "h")], [host("h")], { writesToday: new Map([["h", Infinity]]) })).toHaveLength(1);
  });

  it("81 classes of a week fit one host's day; of 300 it says which 200 wait", () => {
    const week = (n: number) => Array.from({ length: n }, (_, index) => wish(`s${1_000 + index}`, index * 61, 60, "h"));
    expect(plan(week(81), [host("h")]).every((one) => one.endsWith("→ h"))).toBe(true);
    const placed = plan(week(300), [host("h")]);
    expect(placed.filter((one) => one.endsWith("→ h"))).toHaveLength(100);
    expect(placed.filter((one) => one.endsWith("another day"))).toHaveLength(200);
    expect(placed.slice(0, 100).every((one) => one.endsWith("→ h"))).toBe(true);
  });

  it("respects what is booked already", () => {
    const booked = [{ hostId: "h", ...stretchOf(span(-30, 60)) }];
    expect(plan([wish("a", 0, 60, "h")], [host("h"), host("pool")], { booked })).toEqual(["a → pool"]);
  });

  it("gives a series one host that is free on every one of its dates", () => {
    const booked = [{ hostId: "h", ...stretchOf(span(2 * 1_440, 60)) }];
    const series: Wish = {
      ...wish("series", 0, 60, "h"),
      times: [stretchOf(span(0, 60)), stretchOf(span(2 * 1_440, 60))],
    };
    expect(plan([series], [host("h"), host("pool")], { booked })).toEqual(["series → pool"]);
  });

  it("never lets two meetings of one host overlap, and does not depend on the order of the wishes", () => {
    const wishes = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 600 }), length: fc.integer({ min: 10, max: 120 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(wishes, fc.integer({ min: 1, max: 5 }), (spans, howMany) => {
        const hosts = Array.from({ length: howMany }, (_, index) => host(`h${index}`, index % 3 !== 2));
        const all = spans.map((one, index) =>
          wish(`s${String(index).padStart(2, "0")}`, one.at, one.length, `h${index % 7}`),
        );
        const placed = planMeetings(all, facts(hosts));
        for (const one of placed) {
          for (const other of placed) {
            if (one === other || one.kind !== "placed" || other.kind !== "placed" || one.host !== other.host) continue;
            const [[a], [b]] = [one.wish.times, other.wish.times];
            expect(a.from < b.to && b.from < a.to).toBe(false);
          }
        }
        expect(plan(all.toReversed(), hosts)).toEqual(plan(all, hosts));
      }),
    );
  });
});

describe("CoachBook", () => {
  it("finds the sessions that one coach would hold at once, also under a long one", () => {
    const lesson = (sessionId: string, coachId: string, at: number, length: number) => ({
      sessionId,
      coachId,
      ...stretchOf(span(at, length)),
    });
    const book = new CoachBook();
    const lessons = [
      lesson("long", "amina", 0, 180),
      lesson("short", "amina", 10, 20),
      lesson("inside", "amina", 60, 30),
      lesson("other", "gaston", 60, 30),
      lesson("after", "amina", 180, 60),
    ];
    const pairs = lessons.map((one) => book.add(one)).filter((pair) => pair !== undefined);
    expect(pairs.map(({ first, second }) => `${first.sessionId}+${second.sessionId}`)).toEqual([
      "long+short",
      "long+inside",
    ]);
  });
});
