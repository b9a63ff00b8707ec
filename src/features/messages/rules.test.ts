import { describe, expect, it } from "vitest";

import { timeZone, type TimeZone } from "#lib/ids.ts";

import { changeOf } from "./alert-rules.ts";
import { defaultTemplates } from "./default-templates-rules.ts";
import { reminderDueAt, type TemplateName } from "./rules.ts";
import { renderReminder, type ReminderFacts } from "./reminder-rules.ts";
import { sampleOf, templateVariables, whyNotTemplate } from "./template-rules.ts";

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
    const text = renderReminder(defaultTemplates.reminder.fr, "fr", facts, [
      zone("Africa/Abidjan"),
      zone("Europe/Paris"),
    ]);
    expect(text).toContain("dimanche 25 octobre");
    expect(text).toContain("<b>23h30</b> (Abidjan)\n");
    expect(text).toContain("<b>0h30</b> (Paris, lundi 26 octobre)");
  });

  it("escapes what people wrote, and never cuts the link", () => {
    const text = renderReminder(defaultTemplates.reminder.en, "en", facts, [zone("UTC")]);
    expect(text).toContain("Amina &lt;Larue&gt; &amp; Cie");
    expect(text).toContain('href="https://zoom.example/j/1?pwd=a&amp;x=1"');
    expect(text).toContain("<code>a&lt;b</code>");
    expect(text).toContain("<code>869 1234 5678</code>");
    expect(text).toContain("<b>23:30</b> (GMT)");
  });
});

describe("templates", () => {
  const names = Object.keys(defaultTemplates) as TemplateName[];

  it.each(names)("%s: our own words are good in both languages", (name) => {
    for (const language of ["fr", "en"] as const) {
      expect(whyNotTemplate(name, language, defaultTemplates[name][language])).toBeUndefined();
      expect(sampleOf(name, language, defaultTemplates[name][language])).not.toMatch(/\n{3}|undefined|\{[{%]/);
    }
  });

  it.each([
    ["{{ teacher }}", /undefined variable: teacher.*course, coach/s],
    ["{{ course | shout }}", /undefined filter: shout/],
    ["{% for t in times %}{{ t.time }}", /not closed/],
    ["<b>{{ course }}", /never closed/],
    ["{% if false %}x{% endif %}", /no text/],
    ["{{ course }}".repeat(400), /4096/],
    ["{% for i in (1..100000000) %}{{ course }}{% endfor %}", /limit exceeded/],
    ["{% include 'package.json' %}", /ENOENT/],
    ["{% if assistant != '' %}<b>{{ assistant }}{% endif %}</b>", /never opened|assistant, passcode or second zone/],
    ["{{ course | raw }}", /second zone, or whose title holds/],
    ["at {{ times[1].time }}", /undefined variable: times/],
  ])("%s is refused, with what is wrong", (template, why) => {
    expect(whyNotTemplate("reminder", "en", template)?.en).toMatch(why);
  });

  it("every variable has a word in both languages", () => {
    for (const variables of Object.values(templateVariables)) {
      for (const { about } of Object.values(variables)) expect(about.fr).not.toBe(about.en);
    }
  });
});

describe("changeOf", () => {
  const told = { startsAt: "2026-01-12T19:30:00Z", coach: "Awa", isCancelled: false };
  it.each([
    [told, told, undefined],
    [told, { ...told, isCancelled: true }, "cancelled"],
    [{ ...told, isCancelled: true }, told, "restored"],
    [told, { ...told, startsAt: "2026-01-12T20:30:00Z", coach: "Koffi" }, "moved"],
    [told, { ...told, coach: "Koffi" }, "substitute"],
    [told, { ...told, startsAt: "2026-01-12T20:30:00+01:00" }, undefined],
  ])("%o then %o", (before, now, change) => expect(changeOf(before, now)).toBe(change));
});
