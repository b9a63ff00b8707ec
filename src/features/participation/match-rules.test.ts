import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { matchLabelledNames, qualityOf } from "../../../test/labelled-names.ts";
import { matchParticipant, openAddresses, openDirectory, type Participant } from "./match-rules.ts";
import { jaroWinkler, nameLikeness, wordLikeness } from "./similarity-rules.ts";

const student = (studentId: string, displayName: string, zoomNames: string[] = [], emails: string[] = []) => ({
  studentId,
  displayName,
  zoomNames,
  emails,
});
type Student = ReturnType<typeof student> & { readonly registrants?: readonly string[] };
const match = (who: string | Participant, ...students: Student[]) => {
  const addresses = students.flatMap(({ studentId, emails, registrants = [] }) => [
    ...emails.map((value) => ({ studentId, kind: "e-mail" as const, value })),
    ...registrants.map((value) => ({ studentId, kind: "registrant" as const, value })),
  ]);
  const directory = openDirectory(students, openAddresses(addresses));
  return matchParticipant(typeof who === "string" ? { name: who } : who, directory);
};

describe("matchParticipant", () => {
  const ama = student("1", "Ama Bah");

  it("takes the e-mail before the name", () => {
    const other = student("2", "Someone", [], ["ama@x.example"]);
    expect(match({ name: "Ama Bah", email: "AMA@x.example" }, ama, other)).toMatchObject({ studentId: "2" });
  });

  it("lets the name tell apart a family that shares an address", () => {
    const family = ["Awa Sow", "Issa Sow"].map((name, index) => student(String(index), name, [], ["sow@x.example"]));
    expect(match({ name: "Issa Sow", email: "sow@x.example" }, ...family)).toMatchObject({ studentId: "1" });
    expect(match({ name: "iPhone", email: "sow@x.example" }, ...family)).toMatchObject({ kind: "ambiguous" });
  });

  it("takes a registrant before the name", () => {
    const registered = { ...student("2", "Someone"), registrants: ["r-7"] };
    expect(match({ name: "Ama Bah", registrantId: "r-7" }, ama, registered)).toMatchObject({ by: "registrant" });
  });

  it("knows a confirmed alias, even of one word", () => {
    const known = student("1", "Ama Bah", ["iPhone de Ama"]);
    expect(match("IPHONE  de Ama", known)).toEqual({ kind: "matched", studentId: "1", by: "alias" });
    // But then not every Ama is she.
    expect(match("Ama", known)).toMatchObject({ kind: "proposed" });
  });

  it("makes a confirmed alias a question again when it is another student's own name", () => {
    const amina = student("1", "Amina Bah", ["Ama Bah"]);
    expect(match("Ama Bah", amina)).toMatchObject({ kind: "matched", by: "alias" });
    expect(match("Ama Bah", amina, student("2", "Ama Bah"))).toMatchObject({ kind: "ambiguous" });
  });

  it("never guesses between two of one name, however it is written", () => {
    const twins = [ama, student("2", "bah AMA")];
    for (const name of ["Ama Bah", "BAH Ama", "iPhone de Ama Bah", "amabah", "Ama Bah 🌸"]) {
      expect(match(name, ...twins)).toEqual({
        kind: "ambiguous",
        proposals: [
          { studentId: "1", likeness: 1 },
          { studentId: "2", likeness: 1 },
        ],
      });
    }
  });

  it("does not take a first name for the student of that name where another bears it too", () => {
    expect(match("Moussa", student("1", "Moussa"))).toMatchObject({ kind: "matched" });
    expect(match("Moussa", student("1", "Moussa"), student("2", "Moussa Diop"))).toMatchObject({ kind: "proposed" });
  });

  it("does not run words together that are cut elsewhere", () => {
    expect(match("Aboubacar B.", student("1", "Boubacar Ba"))).not.toMatchObject({ kind: "matched" });
    expect(match("Ama N Guessan", student("1", "Ama N'Guessan"))).toMatchObject({ kind: "matched" });
  });

  it("has no answer for a nameless guest, and a proposal for a likeness", () => {
    expect(match("iPhone", ama)).toEqual({ kind: "nameless" });
    expect(match("", student("1", "🙂"))).toEqual({ kind: "nameless" });
    expect(match("Xavier Quentin", ama)).toEqual({ kind: "unknown" });
    expect(match("Ama Ba", ama)).toMatchObject({ kind: "proposed", proposals: [{ studentId: "1" }] });
    expect(match("Ama Bah")).toEqual({ kind: "unknown" });
  });

  it("does not depend on the order of the students", () => {
    const names = fc.array(fc.constantFrom("Ama Bah", "Bah Ama", "Ama", "Bah", "Awa Bah", "Ama Diop"), {
      minLength: 1,
    });
    fc.assert(
      fc.property(names, fc.constantFrom("Ama Bah", "iPhone de Ama", "bah", "Awa B"), (all, shown) => {
        const students = all.map((name, index) => student(String(index), name));
        expect(match(shown, ...students.toReversed())).toEqual(match(shown, ...students));
      }),
    );
  });

  it("is never wrong on the labelled set of 500, and finds four in five", () => {
    const names = matchLabelledNames();
    const quality = qualityOf(names);
    expect(names).toHaveLength(500);
    expect(quality.wrong).toEqual([]);
    expect(quality.precision).toBe(1);
    expect(quality.recall).toBeGreaterThanOrEqual(0.8);
  });
});

describe("likeness", () => {
  it("follows Winkler's examples", () => {
    expect(jaroWinkler("martha", "marhta")).toBeCloseTo(0.961, 3);
    expect(jaroWinkler("dwayne", "duane")).toBeCloseTo(0.84, 2);
    expect(jaroWinkler("abc", "xyz")).toBe(0);
  });

  it("knows short forms and initials", () => {
    expect(wordLikeness("bob", "robert")).toBeGreaterThan(0.9);
    expect(wordLikeness("a", "ama")).toBeGreaterThan(0.7);
    expect(wordLikeness("a", "oumou")).toBe(0);
  });

  it("is from 0 to 1, and the same both ways", () => {
    const words = fc.array(fc.stringMatching(/^[a-e]{1,6}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(nameLikeness(a, a)).toBeGreaterThan(0.99);
        expect(nameLikeness(a, b)).toBeGreaterThanOrEqual(0);
        expect(nameLikeness(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
