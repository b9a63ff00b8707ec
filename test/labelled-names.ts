import { readFileSync } from "node:fs";

import { matchParticipant, openAddresses, openDirectory, type Match } from "#features/participation/match-rules.ts";

/** One name that Zoom showed, with who it is. */
export interface LabelledName {
  /** What makes it hard: `order`, `device`, `same name`. */
  readonly kind: string;
  readonly zoomName: string;
  /** The student's name; absent where the name alone does not tell. */
  readonly student: string | undefined;
  readonly match: Match;
  /** The name of whom the rules took by themselves; absent when they took nobody. */
  readonly taken: string | undefined;
  /** The names of those whom the rules propose, best first. */
  readonly proposed: readonly string[];
}

/** Matches each name of the labelled set with its class. */
export function matchLabelledNames(): readonly LabelledName[] {
  const lines = readFileSync(new URL("labelled-names.tsv", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t"));
  const students = lines
    .filter(([kind]) => kind === "student")
    .map(([, group = "", displayName = ""], index) => ({
      studentId: String(index),
      group,
      displayName,
      zoomNames: [],
    }));
  const nameOf = new Map(students.map((student) => [student.studentId, student.displayName]));
  const noAddresses = openAddresses([]);
  const directories = new Map(
    [...Map.groupBy(students, (student) => student.group)].map(([group, some]) => [
      group,
      openDirectory(some, noAddresses),
    ]),
  );
  return lines.flatMap(([kind = "", group = "", zoomName = "", student]) => {
    const directory = directories.get(group);
    if (kind === "student" || directory === undefined) return [];
    const match = matchParticipant({ name: zoomName }, directory);
    return [
      {
        kind,
        zoomName,
        student: student === "-" ? undefined : student,
        match,
        taken: match.kind === "matched" ? nameOf.get(match.studentId) : undefined,
        proposed: "proposals" in match ? match.proposals.map((one) => nameOf.get(one.studentId) ?? "") : [],
      },
    ];
  });
}

/** How well a set was matched. */
export function qualityOf(names: readonly LabelledName[]) {
  const taken = names.filter((one) => one.taken !== undefined);
  const right = taken.filter((one) => one.taken === one.student);
  const known = names.filter((one) => one.student !== undefined);
  const proposed = known.filter((one) => one.student !== undefined && one.proposed.includes(one.student));
  return {
    names: names.length,
    taken: taken.length,
    wrong: taken.filter((one) => one.taken !== one.student),
    precision: taken.length === 0 ? 1 : right.length / taken.length,
    recall: known.length === 0 ? 1 : right.length / known.length,
    /** Of the names that were not taken, how many have the right student among the proposals. */
    proposed: proposed.length,
    known: known.length,
  };
}
