import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { overlaps, placeMeetings, writesPerHostAndDay, type Booking, type Wish } from "./rules.ts";

const start = Temporal.Instant.from("2026-01-12T19:00:00Z");
const host = (id: string, licensed = true) => ({ id, email: `${id}@school.example`, licensed });
const wish = (sessionId: string, minutesLater: number, length: number, coach: string | null): Wish => ({
  sessionId,
  startsAt: start.add({ minutes: minutesLater }),
  endsAt: start.add({ minutes: minutesLater + length }),
  coachEmail: coach === null ? null : `${coach}@school.example`,
});
const place = (
  wishes: readonly Wish[],
  hosts: readonly ReturnType<typeof host>[],
  booked: readonly Booking[] = [],
  writes: ReadonlyMap<string, number> = new Map(),
) =>
  placeMeetings({ wishes, hosts, booked, writesToday: writes }).map((one) =>
    one.kind === "placed" ? `${one.wish.sessionId} → ${one.host.id}` : `${one.wish.sessionId}: ${one.kind}`,
  );

describe("placeMeetings", () => {
  it("takes the coach's own account first, whatever the case of the address", () => {
    const own = { ...wish("s1", 0, 60, null), coachEmail: "AMINA@School.example" };
    expect(place([own], [host("pool"), host("amina")])).toEqual(["s1 → amina"]);
  });

  it("gives a coach's second class at the same time another account", () => {
    const both = [wish("abg", 0, 60, "gaston"), wish("iag", 30, 60, "gaston")];
    expect(place(both, [host("gaston"), host("pool")])).toEqual(["abg → gaston", "iag → pool"]);
    expect(place(both, [host("gaston")])).toEqual(["abg → gaston", "iag: no free host"]);
  });

  it("lets a class begin when another ends on the same account", () => {
    expect(place([wish("a", 0, 60, "h"), wish("b", 60, 60, "h")], [host("h")])).toEqual(["a → h", "b → h"]);
  });

  it("puts no class over 40 minutes on a Basic account", () => {
    expect(place([wish("long", 0, 60, "basic")], [host("basic", false)])).toEqual(["long: no free host"]);
    expect(place([wish("short", 0, 40, "basic")], [host("basic", false)])).toEqual(["short → basic"]);
  });

  it("stops at the requests that Zoom takes from one host in a day", () => {
    const spent = new Map([["h", writesPerHostAndDay - 1]]);
    expect(place([wish("a", 0, 60, "h"), wish("b", 60, 60, "h")], [host("h")], [], spent)).toEqual([
      "a → h",
      "b: budget spent",
    ]);
  });

  it("respects what is booked already", () => {
    const booked = [{ hostId: "h", startsAt: start.subtract({ minutes: 30 }), endsAt: start.add({ minutes: 30 }) }];
    expect(place([wish("a", 0, 60, "h")], [host("h"), host("pool")], booked)).toEqual(["a → pool"]);
  });

  it("never lets two meetings of one host overlap, and does not depend on the order of the wishes", () => {
    const wishes = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 600 }), length: fc.integer({ min: 10, max: 120 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(wishes, fc.integer({ min: 1, max: 5 }), (spans, howMany) => {
        const hosts = Array.from({ length: howMany }, (_, index) => host(`h${index}`, index % 3 !== 2));
        const all = spans.map((span, index) =>
          wish(`s${String(index).padStart(2, "0")}`, span.at, span.length, `h${index % 7}`),
        );
        const placed = placeMeetings({ wishes: all, hosts, booked: [], writesToday: new Map() });
        for (const one of placed) {
          for (const other of placed) {
            if (one === other || one.kind !== "placed" || other.kind !== "placed" || one.host !== other.host) continue;
            expect(overlaps(one.wish, other.wish)).toBe(false);
          }
        }
        expect(place(all.toReversed(), hosts)).toEqual(place(all, hosts));
      }),
    );
  });
});
