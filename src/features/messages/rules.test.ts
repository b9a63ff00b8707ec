import { describe, expect, it } from "vitest";

import { timeZone, type TimeZone } from "#lib/ids.ts";

import { reminderDueAt } from "./rules.ts";
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
