import { describe, expect, it } from "vitest";

import { say } from "#lib/bilingual.ts";

import { onPage } from "./page-words.ts";

describe("a sentence that names a command", () => {
  it("names the page instead, at the beginning and within", () => {
    const told = say(
      "« carillon holidays » les montre. Essayez « carillon scenario limits alpha ».",
      "`carillon holidays` shows them. Try `carillon scenario limits alpha`.",
    );
    expect(onPage(told)).toEqual(
      say(
        "La page «\u{a0}Emploi du temps\u{a0}» les montre. Essayez la page «\u{a0}Scénarios\u{a0}».",
        'The page "Timetable" shows them. Try the page "Scenarios".',
      ),
    );
  });

  it("names the page that has the dates of courses", () => {
    expect(onPage(say("« carillon courses »", "`carillon courses`")).en).toBe('The page "Timetable"');
  });

  it("leaves out what is told for the machine beside the page", () => {
    const told = say(
      "Donnez-le à la page « Réglages » (sur la machine : NOM), puis vérifiez. Sur la machine : NOM et « carillon import X ».",
      'Give it on the page "Settings" (on the machine: NAME), then check. On the machine: NAME and `carillon import X`.',
    );
    expect(onPage(told)).toEqual(
      say("Donnez-le à la page «\u{a0}Réglages\u{a0}», puis vérifiez.", 'Give it on the page "Settings", then check.'),
    );
  });

  it("keeps what only the machine's owner can do, and whatever names no command", () => {
    const told = say(
      "Relancez « carillon start » ; « Fix Schedule » manque.",
      "Start `carillon start`; `x` is missing.",
    );
    expect(onPage(told).en).toBe(told.en);
    expect(onPage(told).fr.replaceAll("\u{a0}", " ")).toBe(told.fr);
  });
});
