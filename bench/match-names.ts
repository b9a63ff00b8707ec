import { matchParticipant, openAddresses, openDirectory, type Match } from "#features/participation/match-rules.ts";
import { seededRandom } from "#simulators/zoom/random.ts";

import { matchLabelledNames, qualityOf } from "../test/labelled-names.ts";
import { show, timed } from "./figure.ts";

/*
 * Matching of 10,000 names from Zoom with 10,000 students, all in one directory, which is harder than a school's
 * life, where a name is looked for in its own group. And how well 500 labelled names are matched.
 */

const howMany = 10_000;
const random = seededRandom(6);
const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const starts = "Ma Fa Ou A Ka Di Bou Sa Ye Ro Ju Ni Lo Ba Ché É Je Sou Mi Pa".split(" ");
const middles = "mi ra dou sa ta li no ri ne ki la ssa mbo nda cou".split(" ");
const ends = "ma tou né ka ro na le te ba ly go ri ne é bo".split(" ");
const word = () => one(starts) + one(middles) + (random() < 0.5 ? one(middles) : "") + one(ends);

const students = Array.from({ length: howMany }, (_, index) => ({
  studentId: String(index),
  displayName: `${word()} ${random() < 0.2 ? `${word()} ` : ""}${word()}`,
  zoomNames: [],
}));
const emails = students
  .filter((_, index) => index % 3 === 0)
  .map(({ studentId }) => ({ studentId, kind: "e-mail" as const, value: `student-${studentId}@school.example` }));

/** As Zoom shows it: mostly as it is, else turned round, without accents, on a telephone, mistyped, or a stranger. */
function shown(name: string): string {
  const dice = random();
  const words = name.split(" ");
  if (dice < 0.3) return name.toUpperCase();
  if (dice < 0.5) return words.toReversed().join(" ");
  if (dice < 0.6) return `iPhone de ${name}`;
  if (dice < 0.7) return `${name} (élève) 🌸`;
  if (dice < 0.85) return name.slice(0, 3) + name.slice(4);
  if (dice < 0.95) return `${words[0]} ${words.at(-1)?.charAt(0)}.`;
  return `${word()} ${word()}`;
}
const names = students.map((student) => ({ name: shown(student.displayName) }));

const { ms, value } = await timed(() => {
  const directory = openDirectory(students, openAddresses(emails));
  return names.map((participant) => matchParticipant(participant, directory));
});
const peer = await timed(() => {
  // What must be done at the very least: one look-up by the name as it is.
  const byName = new Map(students.map((student) => [student.displayName.toLowerCase(), student.studentId]));
  return names.filter(({ name }) => byName.has(name.toLowerCase())).length;
});
show({
  name: `${howMany} names of Zoom with ${howMany} students`,
  ours: ms,
  unit: "ms",
  peer: { name: `looking up the bare name (finds ${peer.value})`, value: peer.ms },
  limit: { of: "value", atMost: 10_000 },
});
const kinds = Map.groupBy(value, (match: Match) => match.kind);
const right = value.filter((match, index) => match.kind === "matched" && match.studentId === String(index)).length;
const wrong = (kinds.get("matched")?.length ?? 0) - right;
show({ name: "of them taken without a person", ours: right, unit: "names" });
show({ name: "of them taken for another student", ours: wrong, unit: "names", limit: { of: "value", atMost: 0 } });

const labelled = matchLabelledNames();
const quality = qualityOf(labelled);
show({
  name: `labelled set (${quality.names} names): wrong matches of ${quality.taken}`,
  ours: quality.wrong.length,
  unit: "names",
  limit: { of: "value", atMost: 0 },
});
show({
  name: "labelled set: students not found without a person (100 % less recall)",
  ours: (1 - quality.recall) * 100,
  unit: "%",
  limit: { of: "value", atMost: 20 },
});
for (const [kind, some] of Map.groupBy(labelled, (name) => name.kind)) {
  const { known, recall, proposed, names: all } = qualityOf(some);
  const taken = known === 0 ? "none to take" : `${(recall * 100).toFixed(0)} % taken, ${proposed} more proposed`;
  console.log(`  ${kind}: ${all} names, ${taken}`);
}
