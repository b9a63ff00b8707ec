import { describe, expect, it } from "vitest";

import { timeZone, type TimeZone } from "#lib/ids.ts";

import { mayLeaveAt, reminderDueAt, resendsWhenUncertain } from "./rules.ts";
import { renderReminder, type ReminderFacts } from "./reminder-rules.ts";

const instant = (text: string) => Temporal.Instant.from(text);
const zone = (name: string) => timeZone(name) as TimeZone;

describe("reminderDueAt", () => {
  it("is 8:00 of the session's day in the school's zone", () => {
    expect(reminderDueAt(instant("2026-01-12T19:30:00Z"), zone("Africa/Abidjan")).toString()).toBe(
      "2026-01-12T08:00:00Z",
    );
    // Half past midnight in Paris: 8:00 of that day is too late, so the morning before.
    expect(reminderDueAt(instant("2026-01-12T23:30:00Z"), zone("Europe/Paris")).toString()).toBe(
      "2026-01-12T07:00:00Z",
    );
  });

  it("stays 8:00 local on the day of a clock change", () => {
    expect(reminderDueAt(instant("2026-10-25T18:00:00Z"), zone("Europe/Paris")).toString()).toBe(
      "2026-10-25T07:00:00Z",
    );
    expect(reminderDueAt(instant("2026-03-29T18:00:00Z"), zone("Europe/Paris")).toString()).toBe(
      "2026-03-29T06:00:00Z",
    );
  });

  it("is the morning before for a class that begins by 8:00", () => {
    expect(reminderDueAt(instant("2026-01-12T07:00:00Z"), zone("UTC")).toString()).toBe("2026-01-11T08:00:00Z");
    expect(reminderDueAt(instant("2026-01-12T08:00:00Z"), zone("UTC")).toString()).toBe("2026-01-11T08:00:00Z");
  });
});

describe("mayLeaveAt", () => {
  const now = instant("2026-01-12T08:00:00Z");
  const before = (ms: number) => now.subtract({ milliseconds: ms });
  const waits = (lastAny: number | undefined, sameChat: readonly number[]) =>
    now
      .until(
        mayLeaveAt({
          now,
          lastAny: lastAny === undefined ? undefined : before(lastAny),
          sameChat: sameChat.map(before),
        }),
      )
      .total("milliseconds");

  it("lets the first message go at once", () => {
    expect(waits(undefined, [])).toBe(0);
  });

  it("keeps 34 ms between any two messages, and a second between two to one chat", () => {
    expect(waits(4, [])).toBe(30);
    expect(waits(400, [400])).toBe(600);
  });

  it("keeps to 20 a minute for one chat", () => {
    const twenty = Array.from({ length: 20 }, (_, index) => 50_000 - index * 2_000);
    expect(waits(12_000, twenty)).toBe(10_000);
    expect(waits(12_000, twenty.slice(1))).toBe(0);
  });
});

it("resends a reminder whose fate is unknown, but no ranking", () => {
  expect(resendsWhenUncertain("reminder")).toBe(true);
  expect(resendsWhenUncertain("ranking")).toBe(false);
});

describe("renderReminder", () => {
  const facts: ReminderFacts = {
    school: "École",
    course: "Amina <Larue> & Cie",
    coach: "Amina Larue",
    assistant: undefined,
    startsAt: instant("2026-10-25T23:30:00Z"),
    durationMinutes: 60,
    joinUrl: "https://zoom.example/j/1?pwd=a&x=1",
    meetingId: "86912345678",
    passcode: "a<b",
  };

  it("gives the time once for each zone, with the day where it differs", () => {
    const text = renderReminder("fr", facts, [zone("Africa/Abidjan"), zone("Europe/Paris")]);
    expect(text).toContain("dimanche 25 octobre");
    expect(text).toContain("<b>23h30</b> (Abidjan)\n");
    expect(text).toContain("<b>0h30</b> (Paris, lundi 26 octobre)");
  });

  it("escapes what people wrote, and never cuts the link", () => {
    const text = renderReminder("en", facts, [zone("UTC")]);
    expect(text).toContain("Amina &lt;Larue&gt; &amp; Cie");
    expect(text).toContain('href="https://zoom.example/j/1?pwd=a&amp;x=1"');
    expect(text).toContain("<code>a&lt;b</code>");
    expect(text).toContain("<code>869 1234 5678</code>");
    expect(text).toContain("<b>23:30</b> (GMT)");
  });
});
