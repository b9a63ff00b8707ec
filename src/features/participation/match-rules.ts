import { aliasKey, readName } from "#features/roster/name-rules.ts";

import { nameLikeness } from "./similarity-rules.ts";

/** A student as they may be recognised. */
export interface Recognisable {
  readonly studentId: string;
  readonly displayName: string;
  /** Names in Zoom that a person confirmed. */
  readonly zoomNames: readonly string[];
}

/** A participant as Zoom shows them. */
export interface Participant {
  readonly name: string;
  readonly email?: string | null | undefined;
  readonly registrantId?: string | null | undefined;
}

/** How a participant was recognised, from the surest on. */
export type MatchedBy = "e-mail" | "registrant" | "alias" | "name";

/** A student who may be the participant. */
export interface Proposal {
  readonly studentId: string;
  /** 0 to 1. */
  readonly likeness: number;
}

/** What the rules say of a participant. Only `matched` is acted upon without a person. */
export type Match =
  | { readonly kind: "matched"; readonly studentId: string; readonly by: MatchedBy }
  /** Several students fit: which of them is never guessed. */
  | { readonly kind: "ambiguous"; readonly proposals: readonly Proposal[] }
  /** Nobody fits exactly; these are alike. */
  | { readonly kind: "proposed"; readonly proposals: readonly Proposal[] }
  /** The name says nothing of a person ("iPhone"), and nothing else does. */
  | { readonly kind: "nameless" }
  | { readonly kind: "unknown" };

/** From this likeness on a student is proposed. */
const proposedFrom = 0.8;
const mostProposals = 3;
/** How many students are compared letter by letter, those who share most pieces first. */
const mostCompared = 40;

interface Known {
  readonly studentId: string;
  readonly words: readonly string[];
}

/** A name as its letters run together, with the places where one word ended and the next began. */
interface RunTogether {
  readonly studentId: string;
  readonly cuts: ReadonlySet<number>;
}

/** Students, arranged to be found by what Zoom shows. */
export interface Directory {
  readonly byEmail: ReadonlyMap<string, ReadonlySet<string>>;
  readonly byRegistrant: ReadonlyMap<string, ReadonlySet<string>>;
  readonly byAlias: ReadonlyMap<string, ReadonlySet<string>>;
  readonly byName: ReadonlyMap<string, ReadonlySet<string>>;
  readonly byLetters: ReadonlyMap<string, readonly RunTogether[]>;
  readonly byWord: ReadonlyMap<string, ReadonlySet<string>>;
  readonly known: readonly Known[];
  /** Positions in `known` by pieces of three letters. */
  readonly byPiece: ReadonlyMap<string, readonly number[]>;
}

/** The part of a directory that knows e-mails and registrants. */
export type Addresses = Pick<Directory, "byEmail" | "byRegistrant">;

/** Arranges e-mails and registrants. */
export function openAddresses(
  addresses: readonly { readonly studentId: string; readonly kind: "e-mail" | "registrant"; readonly value: string }[],
): Addresses {
  const byEmail = new Map<string, Set<string>>();
  const byRegistrant = new Map<string, Set<string>>();
  for (const { studentId, kind, value } of addresses) {
    if (kind === "e-mail") put(byEmail, emailKey(value), studentId);
    else put(byRegistrant, value, studentId);
  }
  return { byEmail, byRegistrant };
}

/** Arranges students beside the addresses by which they are known; the work is linear in them. */
export function openDirectory(students: readonly Recognisable[], addresses: Addresses): Directory {
  const byAlias = new Map<string, Set<string>>();
  const byName = new Map<string, Set<string>>();
  const byLetters = new Map<string, RunTogether[]>();
  const byWord = new Map<string, Set<string>>();
  const byPiece = new Map<string, number[]>();
  const known: Known[] = [];
  for (const student of students) {
    const { studentId } = student;
    for (const alias of student.zoomNames) put(byAlias, aliasKey(alias), studentId);
    for (const [source, name] of [student.displayName, ...student.zoomNames].entries()) {
      for (const words of readName(name).readings) {
        // An alias of one word ("iPhone de Ama") says who that device is, not that every Ama is this student.
        if (source === 0 || words.length > 1) {
          for (const key of nameKeys(words)) put(byName, key, studentId);
          for (const turned of turns(words)) {
            append(byLetters, turned.join(""), { studentId, cuts: cutsOf(turned) });
          }
        }
        for (const word of words) put(byWord, word, studentId);
        for (const piece of piecesOf(words)) append(byPiece, piece, known.length);
        known.push({ studentId, words });
      }
    }
  }
  return { ...addresses, byAlias, byName, byLetters, byWord, known, byPiece };
}

/**
 * Who a participant is: by e-mail, by registrant, by a confirmed alias, by a name that exactly one student bears;
 * else whom to propose.
 *
 * A confirmed alias yields when the name is another student's own too: then it is a question again.
 */
export function matchParticipant(participant: Participant, directory: Directory): Match {
  const { readings } = readName(participant.name);
  const byName = new Set(readings.flatMap((words) => bearersOf(words, directory)));

  const sure: readonly (readonly [MatchedBy, ReadonlySet<string> | undefined])[] = [
    ["e-mail", participant.email ? directory.byEmail.get(emailKey(participant.email)) : undefined],
    ["registrant", participant.registrantId ? directory.byRegistrant.get(participant.registrantId) : undefined],
  ];
  for (const [by, found] of sure) {
    // A family shares an address: the name may still tell them apart.
    const only = found === undefined ? undefined : sole(found.size > 1 ? found.intersection(byName) : found);
    if (only !== undefined) return { kind: "matched", studentId: only, by };
    if (found !== undefined && found.size > 1) return ambiguous(found);
  }

  const byAlias = directory.byAlias.get(aliasKey(participant.name)) ?? new Set<string>();
  const aliased = sole(byAlias);
  if (aliased !== undefined && byName.isSubsetOf(byAlias)) return { kind: "matched", studentId: aliased, by: "alias" };
  if (byAlias.size > 0) return ambiguous(byAlias.union(byName));

  const named = sole(byName);
  if (named !== undefined && !isOnlyPartOfNames(readings, named, directory)) {
    return { kind: "matched", studentId: named, by: "name" };
  }
  if (byName.size > 1) return ambiguous(byName);
  if (readings.length === 0) return { kind: "nameless" };
  const proposals = propose(readings, directory);
  return proposals.length > 0 ? { kind: "proposed", proposals } : { kind: "unknown" };
}

/** "Moussa" is the student Moussa, but not where a Moussa Diop is too. */
function isOnlyPartOfNames(readings: readonly (readonly string[])[], found: string, directory: Directory): boolean {
  return readings.some(
    (words) =>
      words.length === 1 && [...(directory.byWord.get(words[0] ?? "") ?? [])].some((studentId) => studentId !== found),
  );
}

/** The students whose own name these words are: the same words in any order, or the same letters run together. */
function bearersOf(words: readonly string[], directory: Directory): readonly string[] {
  const named = nameKeys(words).flatMap((key) => [...(directory.byName.get(key) ?? [])]);
  const letters = words.join("");
  if (letters.length < 6) return named;
  const cuts = cutsOf(words);
  const together = (directory.byLetters.get(letters) ?? [])
    // "AmaBah" leaves the cuts of "Ama Bah" out; "B. Aboubacar" cuts elsewhere than "Ba Boubacar" and is another.
    .filter((other) => cuts.isSubsetOf(other.cuts) || other.cuts.isSubsetOf(cuts))
    .map((other) => other.studentId);
  return [...named, ...together];
}

/** The keys under which a name is the same name: its words in any order, each said once or as often as written. */
function nameKeys(words: readonly string[]): readonly string[] {
  const once = [...new Set(words)];
  const keys = [words.toSorted().join(" ")];
  if (once.length > 1 && once.length < words.length) keys.push(once.toSorted().join(" "));
  return keys;
}

/** A name begun at each of its words in turn. */
function turns(words: readonly string[]): readonly (readonly string[])[] {
  return words.length > 6 ? [words] : words.map((_, first) => [...words.slice(first), ...words.slice(0, first)]);
}

function cutsOf(words: readonly string[]): ReadonlySet<number> {
  const cuts = new Set<number>();
  let at = 0;
  for (const word of words.slice(0, -1)) cuts.add((at += word.length));
  return cuts;
}

function propose(readings: readonly (readonly string[])[], directory: Directory): readonly Proposal[] {
  const best = new Map<string, number>();
  for (const words of readings) {
    for (const at of nearest(piecesOf(words), directory)) {
      const student = directory.known[at];
      if (student === undefined) continue;
      const likeness = nameLikeness(words, student.words);
      if (likeness >= proposedFrom && likeness > (best.get(student.studentId) ?? 0)) {
        best.set(student.studentId, likeness);
      }
    }
  }
  return [...best]
    .map(([studentId, likeness]) => ({ studentId, likeness: Math.round(likeness * 1_000) / 1_000 }))
    .toSorted((a, b) => b.likeness - a.likeness || (a.studentId < b.studentId ? -1 : 1))
    .slice(0, mostProposals);
}

/** Positions of the names that share most pieces with these, at most as many as are compared letter by letter. */
function nearest(pieces: ReadonlySet<string>, directory: Directory): readonly number[] {
  const shared = new Uint8Array(directory.known.length);
  for (const piece of pieces) for (const at of directory.byPiece.get(piece) ?? []) shared[at] = (shared[at] ?? 0) + 1;
  // By how many pieces are shared, which are few: no sorting.
  const bySharing: number[][] = [];
  for (const [at, count] of shared.entries()) if (count > 0) (bySharing[count] ??= []).push(at);
  const found: number[] = [];
  for (let count = bySharing.length - 1; count > 0 && found.length < mostCompared; count -= 1) {
    found.push(...(bySharing[count] ?? []).slice(0, mostCompared - found.length));
  }
  return found;
}

/** Pieces of three letters of each word, its beginning marked. */
function piecesOf(words: readonly string[]): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (const word of words) {
    const marked = ` ${word}`;
    if (marked.length < 4) pieces.add(marked);
    for (let from = 0; from + 3 <= marked.length; from += 1) pieces.add(marked.slice(from, from + 3));
    // The first letter alone finds "Ama B." and short forms.
    pieces.add(marked.slice(0, 2));
  }
  return pieces;
}

function ambiguous(students: ReadonlySet<string>): Match {
  return { kind: "ambiguous", proposals: [...students].toSorted().map((studentId) => ({ studentId, likeness: 1 })) };
}

function sole(students: ReadonlySet<string>): string | undefined {
  return students.size === 1 ? [...students][0] : undefined;
}

function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, new Set([value]));
  else there.add(value);
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [value]);
  else there.push(value);
}
