import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { reconcile, staysFromEvents, type HeldEvent } from "./stay-rules.ts";

const at = (minute: number) => Temporal.Instant.from("2026-03-02T18:00:00Z").add({ minutes: minute });
const minuteOf = (moment: Temporal.Instant) => at(0).until(moment).total("minutes");
const event = (kind: HeldEvent["kind"], minute: number, userId: string | null = null, uuid = "u1"): HeldEvent => ({
  kind,
  uuid,
  at: at(minute),
  userId,
  name: userId === null ? null : `name ${userId}`,
  email: null,
});
const shown = (stays: ReturnType<typeof reconcile>) =>
  stays.map((stay) => `${stay.name} ${minuteOf(stay.joinedAt)}-${minuteOf(stay.leftAt)}`).toSorted();
const stay = (uuid: string, name: string, from: number, to: number, email?: string) => ({
  stayId: `${uuid}#${name}${from}@x`,
  name,
  ...(email === undefined ? {} : { email }),
  joinedAt: at(from),
  leftAt: at(to),
});

describe("staysFromEvents", () => {
  const whole = [
    event("started", 0),
    event("joined", 1, "a"),
    event("left", 20, "a"),
    event("joined", 25, "a"),
    event("joined", 3, "b"),
    event("left", 60, "a"),
    event("ended", 60),
  ];

  it("is the same whatever the order and however often each came", () => {
    const expected = ["name a 1-20", "name a 25-60", "name b 3-60"];
    expect(shown(staysFromEvents(whole, at(90)))).toEqual(expected);
    fc.assert(
      fc.property(fc.shuffledSubarray([...whole, ...whole], { minLength: 14, maxLength: 14 }), (events) => {
        expect(shown(staysFromEvents(events, at(90)))).toEqual(expected);
      }),
    );
  });

  it("fills what never came: a departure with the end, an arrival with the start; else it says nothing", () => {
    expect(shown(staysFromEvents([event("joined", 5, "a")], at(60)))).toEqual(["name a 5-60"]);
    expect(shown(staysFromEvents([event("started", 0), event("left", 30, "a")], at(60)))).toEqual(["name a 0-30"]);
    expect(shown(staysFromEvents([event("left", 30, "a")], at(60)))).toEqual([]);
    const rejoined = [event("joined", 5, "a"), event("joined", 20, "a"), event("ended", 50)];
    expect(shown(reconcile([], staysFromEvents(rejoined, at(60))))).toEqual(["name a 5-50"]);
  });
});

describe("reconcile", () => {
  it("believes the report for the instances that it knows, and the events for the others", () => {
    const report = [stay("u1", "Fatou", 0, 60)];
    const events = [stay("u1", "Fatou", 2, 59), stay("u2", "Ama", 0, 30)];
    expect(shown(reconcile(report, events))).toEqual(["Ama 0-30", "Fatou 0-60"]);
  });

  it("makes one interval of rejoins that overlap or touch, and keeps those that do not apart", () => {
    const report = [stay("u1", "Fatou", 0, 20), stay("u1", "fatou ", 20, 30), stay("u1", "Fatou", 25, 40)];
    expect(shown(reconcile([...report, stay("u1", "Fatou", 50, 60)], []))).toEqual(["Fatou 0-40", "Fatou 50-60"]);
  });

  it("joins what only the cut at 40 minutes parts, in uuids with slashes too", () => {
    const report = [stay("/u#1==", "Fatou", 0, 40), stay("a//b==", "Fatou", 43, 60), stay("a//b==", "Ama", 55, 60)];
    expect(shown(reconcile(report, []))).toEqual(["Ama 55-60", "Fatou 0-60"]);
    expect(shown(reconcile([stay("u1", "Fatou", 0, 30), stay("u2", "Fatou", 41, 60)], []))).toHaveLength(2);
  });

  it("does not take two addresses for one person, whatever their name", () => {
    const report = [
      stay("u1", "Awa", 0, 60, "a@x.test"),
      stay("u1", "Awa", 10, 50, "b@x.test"),
      stay("u1", "Awa", 5, 9),
    ];
    expect(reconcile(report, [])).toHaveLength(3);
  });
});
