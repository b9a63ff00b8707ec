import { count, say, type Bilingual, type Language } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import { escapeHtml, type MessageKind, type MessageState } from "./rules.ts";

/** What Carillon says to single people: no part of what the school sends. */
export const talkKinds = ["alarm", "digest", "answer", "trial"] as const satisfies readonly MessageKind[];

/** So many messages of a kind came to an end. */
export interface DigestCount {
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly howMany: number;
}

/** A message that did not arrive, or may not have. */
export interface DigestFailure {
  /** The group's name. */
  readonly place: string;
  readonly state: MessageState;
  readonly failure: Failure | null;
}

/** What a digest tells. */
export interface DigestFacts {
  readonly school: string;
  readonly title: Bilingual;
  /** The day and hour of the run, as a person says it. */
  readonly when: string;
  readonly mode: "live" | "test group" | "dry";
  readonly ends: readonly DigestCount[];
  readonly held: number;
  readonly groupInactive: number;
  /** Due, and waiting because Telegram asked for patience. */
  readonly waiting: number;
  readonly failures: readonly DigestFailure[];
}

/** Telegram takes 4,096 characters; what is cut off is counted. */
const mostLength = 3_600;
/** Names of groups after which the others are counted. */
const mostNames = 6;

/** The digest as Telegram HTML. */
export function renderDigest(language: Language, facts: DigestFacts): string {
  const t = (sentence: Bilingual) => escapeHtml(sentence[language]);
  const head = `📬 <b>${escapeHtml(facts.school)}</b> · ${t(facts.title)} · ${escapeHtml(facts.when)}`;
  const lines = [head, ...modeLines(facts.mode, t), figures(facts).map(t).join(" · ")];
  const reasons = byReason(facts.failures);
  let length = lines.join("\n").length;
  let told = 0;
  for (const reason of reasons) {
    const block = reasonBlock(reason, language);
    if (length + block.length > mostLength) break;
    lines.push("", block);
    length += block.length + 2;
    told += 1;
  }
  const left = reasons.length - told;
  if (left > 0) lines.push("", t(moreReasons(left)));
  return lines.join("\n");
}

function modeLines(mode: DigestFacts["mode"], t: (sentence: Bilingual) => string): readonly string[] {
  if (mode === "live") return [];
  const words =
    mode === "dry"
      ? say("Mode à blanc : rien n'est parti.", "Dry mode: nothing left.")
      : say("Mode test : tout est parti au groupe de test.", "Test mode: everything went to the test group.");
  return [`⚠️ ${t(words)}`];
}

function figures({ ends, held, groupInactive, waiting }: DigestFacts): readonly Bilingual[] {
  const sum = (state: MessageState) =>
    ends.filter((end) => end.state === state).reduce((total, end) => total + end.howMany, 0);
  const parts: readonly (readonly [string, number, Bilingual])[] = [
    ["❌", sum("failed"), count(sum("failed"), "échec", "échecs", "failure", "failures")],
    ["❓", sum("uncertain"), count(sum("uncertain"), "incertain", "incertains", "uncertain", "uncertain")],
    ["⏸", held, count(held, "retenu", "retenus", "held", "held")],
    [
      "⏳",
      waiting,
      count(
        waiting,
        "en attente de Telegram",
        "en attente de Telegram",
        "waiting for Telegram",
        "waiting for Telegram",
      ),
    ],
    ["⌛", sum("expired"), count(sum("expired"), "périmé", "périmés", "expired", "expired")],
    [
      "💤",
      groupInactive,
      count(
        groupInactive,
        "en attente d'un groupe injoignable",
        "en attente de groupes injoignables",
        "waiting for a group that cannot be written to",
        "waiting for groups that cannot be written to",
      ),
    ],
  ];
  const sent = count(sum("sent"), "envoyé", "envoyés", "sent", "sent");
  return [
    say(`✅ ${sent.fr}`, `✅ ${sent.en}`),
    ...parts.flatMap(([mark, n, words]) => (n === 0 ? [] : [say(`${mark} ${words.fr}`, `${mark} ${words.en}`)])),
  ];
}

interface Reason {
  readonly isUncertain: boolean;
  readonly failure: Failure | null;
  readonly places: readonly string[];
}

/** One block a reason, not one a message: forty groups without the bot have one cause and one remedy. */
function byReason(failures: readonly DigestFailure[]): readonly Reason[] {
  const groups = Map.groupBy(failures, ({ state, failure }) => JSON.stringify([state, failure?.what, failure?.remedy]));
  return [...groups.values()].map((some) => ({
    isUncertain: some[0]?.state === "uncertain",
    failure: some[0]?.failure ?? null,
    places: [...new Set(some.map((one) => one.place))],
  }));
}

function reasonBlock({ isUncertain, failure, places }: Reason, language: Language): string {
  const what = failure?.what ?? (isUncertain ? uncertainWords.what : unknownWords.what);
  const remedy = isUncertain ? uncertainWords.remedy : (failure?.remedy ?? unknownWords.remedy);
  const shown = places.slice(0, mostNames).map(escapeHtml).join(", ");
  const others = places.length - mostNames;
  const rest = others > 0 ? ` ${say(`et ${others} autres`, `and ${others} more`)[language]}` : "";
  return [
    `${isUncertain ? "❓" : "❌"} <b>${shown}${rest}</b>`,
    escapeHtml(what[language]),
    `👉 ${escapeHtml(remedy[language])}`,
  ].join("\n");
}

const uncertainWords = {
  what: say(
    "On ne sait pas si ce message est arrivé (coupure pendant l'envoi).",
    "It is not known whether this message arrived (cut off while sending).",
  ),
  remedy: say(
    "Regardez dans le groupe s'il y est ; sinon, renvoyez-le.",
    "Look in the group whether it is there; if not, send it again.",
  ),
};

const unknownWords = {
  what: say("Le message n'est pas parti.", "The message did not leave."),
  remedy: say("« carillon logs » dit pourquoi.", "`carillon logs` says why."),
};

function moreReasons(n: number): Bilingual {
  return say(`… et ${n} autres raisons : « carillon logs ».`, `… and ${n} more reasons: \`carillon logs\`.`);
}
