import type { App } from "#app/parts.ts";
import type { IdentityAnswer } from "#features/participation/answer-question.ts";
import type { QuestionReason } from "#features/participation/decision-rules.ts";
import type { DecisionRow, QuestionDetails } from "#features/participation/identity-store.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import { ok, type Result } from "#lib/failure.ts";

import { countValue } from "./arguments.ts";
import type { Command, CommandContext, ExitCode } from "./command.ts";
import { withClient } from "./open-app.ts";
import { tellDecision } from "./student-words.ts";
import { printable } from "./terminal.ts";
import { misused, wrongValue } from "./usage-failures.ts";
import { runVerb, type Verbs } from "./verbs.ts";
import { momentIn } from "./wording.ts";

const usages = {
  list: "identities [--all]",
  answer: "identities answer N STUDENT [--stay I]",
  new: 'identities new N ["NAME"]',
  nobody: "identities nobody N",
  assign: 'identities assign SESSION "ZOOM NAME" STUDENT|nobody',
  decisions: "identities decisions [--limit N]",
  undo: "identities undo N",
};

/** `carillon identities`: names in Zoom that nobody knows, and who they are. */
export const identities: Command = {
  name: "identities",
  summary: say(
    "Relie les noms vus dans Zoom aux élèves, et annule une décision.",
    "Matches the names seen in Zoom with students, and takes a decision back.",
  ),
  usage: Object.values(usages),
  options: {
    all: { type: "boolean", about: say("Aussi les noms qui ne disent rien (iPhone).", "Also bare devices (iPhone).") },
    stay: {
      type: "string",
      value: "I",
      about: say("Lequel de plusieurs passages, à partir de 1.", "Which of several stays, from 1."),
    },
    limit: {
      type: "string",
      value: "N",
      about: say("Combien de lignes au plus (50).", "How many lines at most (50)."),
    },
  },
  details: say(
    "STUDENT est un nom, un numéro Telegram ou le début d'un identifiant. Une réponse vaut pour le passé et pour la suite ; chaque décision a un numéro et s'annule.",
    "STUDENT is a name, a Telegram number or the beginning of an id. An answer holds for the past and for what comes; each decision has a number and can be taken back.",
  ),
  words: { least: 0, most: 4 },
  run: async (context) => await runVerb(context, "identities", verbs, list),
};

const verbs: Verbs = {
  answer: {
    usage: usages.answer,
    least: 2,
    most: 2,
    run: async (context, [number, which = ""]) =>
      await answer(context, number, async (app) => {
        const { findStudent } = await import("#features/roster/find-student.ts");
        const found = await findStudent({ db: app.database.db, which });
        return found.ok ? ok({ kind: "student", studentId: found.value.id }) : found;
      }),
  },
  new: {
    usage: usages.new,
    least: 1,
    most: 2,
    run: async (context, [number, name]) =>
      await answer(context, number, async (_app, question) => ok({ kind: "new student", name: name ?? question })),
  },
  nobody: {
    usage: usages.nobody,
    least: 1,
    most: 1,
    run: async (context, [number]) => await answer(context, number, async () => ok({ kind: "nobody" })),
  },
  assign: { usage: usages.assign, least: 3, most: 3, run: assign },
  decisions: { usage: usages.decisions, least: 0, most: 0, run: listDecided },
  undo: { usage: usages.undo, least: 1, most: 1, run: undo },
};

const reasons: Readonly<Record<QuestionReason, Bilingual>> = {
  proposed: say("ressemble à", "looks like"),
  ambiguous: say("plusieurs élèves portent ce nom", "several students bear this name"),
  nameless: say("ne dit rien d'une personne", "says nothing of a person"),
  unknown: say("ne ressemble à personne du groupe", "is like nobody of the group"),
};

async function list(context: CommandContext): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const { db } = app.database;
    const { listQuestions } = await import("#features/participation/identity-store.ts");
    const { refreshInbox } = await import("#features/participation/refresh-inbox.ts");
    await refreshInbox({ db, now: app.clock.now() });
    const open = await listQuestions(db, { states: ["open"] });
    const shown = context.values["all"] === true ? open : open.filter((one) => one.reason !== "nameless");
    const names = await namesOf(app, shown);
    if (context.json) {
      context.terminal.json(shown.map((one) => ({ ...one, proposals: proposed(one, names) })));
      return 0;
    }
    const hidden = open.length - shown.length;
    if (shown.length === 0) context.terminal.say(context.text(say("Aucun nom à relier.", "No name to be matched.")));
    for (const one of shown) print(context, one, names);
    const word = say(`${hidden} noms d'appareil en plus : --all.`, `${hidden} bare devices more: --all.`);
    if (hidden > 0) context.terminal.say(context.text(word));
    return 0;
  });
}

async function namesOf(app: App, questions: readonly QuestionDetails[]): Promise<ReadonlyMap<string, string>> {
  const { listRowsOf } = await import("#features/roster/student-store.ts");
  const ids = new Set(questions.flatMap((one) => one.proposals.map((proposal) => proposal.studentId)));
  return new Map((await listRowsOf(app.database.db, [...ids])).map((row) => [row.id, row.displayName]));
}

function proposed(question: QuestionDetails, names: ReadonlyMap<string, string>) {
  return question.proposals
    .filter((one) => !question.refusedBy.includes(one.studentId))
    .map((one) => ({ ...one, name: names.get(one.studentId) ?? "" }));
}

function print(context: CommandContext, question: QuestionDetails, names: ReadonlyMap<string, string>): void {
  const { terminal, text } = context;
  const name = printable(question.zoomName) || "–";
  const email = question.email === null ? "" : ` <${printable(question.email)}>`;
  const scope = question.scope === "session" ? text(say(" (cette séance)", " (this session)")) : "";
  terminal.print(`${terminal.tone("strong", `#${question.id}`)}  ${printable(question.groupTitle)}${scope}`);
  terminal.print(`  « ${name} »${email} ${terminal.tone("quiet", text(reasons[question.reason]))}`);
  for (const { studentId, likeness, name: student } of proposed(question, names)) {
    terminal.print(`    ${studentId.slice(0, 8)}  ${printable(student)}  ${Math.round(likeness * 100)} %`);
  }
}

async function answer(
  context: CommandContext,
  number: string | undefined,
  replyOf: (app: App, zoomName: string) => Promise<Result<IdentityAnswer>>,
): Promise<ExitCode> {
  const id = countValue({ number: number ?? "" }, "number", 0);
  const stay = countValue(context.values, "stay", 0);
  const wrong = [id, stay].find((each) => !each.ok);
  if (wrong?.ok === false) return misused(context, wrong.failure);
  return await withClient(context, async (app) => {
    const { db } = app.database;
    const { answerQuestion } = await import("#features/participation/answer-question.ts");
    const { findQuestion } = await import("#features/participation/identity-store.ts");
    const questionId = id.ok ? id.value : 0;
    const question = await findQuestion(db, questionId);
    const reply = await replyOf(app, question?.zoomName ?? "");
    if (!reply.ok) return context.fail(reply.failure);
    const decided = await answerQuestion({
      db,
      rules: app.config.attendance,
      now: app.clock.now(),
      by: "cli",
      questionId,
      answer: reply.value,
      stay: stay.ok && stay.value > 0 ? stay.value : undefined,
    });
    return decided.ok ? tellDecision(context, decided.value) : context.fail(decided.failure);
  });
}

async function assign(context: CommandContext, words: readonly string[]): Promise<ExitCode> {
  const [sessionId = "", zoomName = "", which = ""] = words;
  return await withClient(context, async (app) => {
    const { db } = app.database;
    const { findStudent } = await import("#features/roster/find-student.ts");
    const { assignStays } = await import("#features/participation/assign-stays.ts");
    const student = which === "nobody" ? ok(null) : await findStudent({ db, which });
    if (!student.ok) return context.fail(student.failure);
    const studentId = student.value?.id ?? null;
    const rules = app.config.attendance;
    const decided = await assignStays({ db, rules, now: app.clock.now(), by: "cli", sessionId, zoomName, studentId });
    return decided.ok ? tellDecision(context, decided.value) : context.fail(decided.failure);
  });
}

async function undo(context: CommandContext, [number = ""]: readonly string[]): Promise<ExitCode> {
  if (!/^[1-9]\d{0,9}$/.test(number)) {
    const remedy = say("Donnez le numéro d'une décision.", "Give the number of a decision.");
    return misused(context, wrongValue("identities undo", number, remedy));
  }
  return await withClient(context, async (app) => {
    const { undoDecision } = await import("#features/participation/undo-decision.ts");
    const { db } = app.database;
    const rules = app.config.attendance;
    const undone = await undoDecision({ db, rules, now: app.clock.now(), by: "cli", decisionId: Number(number) });
    if (!undone.ok) return context.fail(undone.failure);
    if (context.json) context.terminal.json({ undone: undone.value.id });
    else context.terminal.print(context.text(say(`Décision ${number} annulée.`, `Decision ${number} taken back.`)));
    return 0;
  });
}

async function listDecided(context: CommandContext): Promise<ExitCode> {
  const limit = countValue(context.values, "limit", 50);
  if (!limit.ok) return misused(context, limit.failure);
  return await withClient(context, async (app) => {
    const { listDecisions } = await import("#features/participation/identity-store.ts");
    const decisions = await listDecisions(app.database.db, { limit: limit.value });
    if (context.json) context.terminal.json(decisions);
    else for (const one of decisions) context.terminal.print(decisionLine(context, one, app));
    return 0;
  });
}

function decisionLine({ terminal, text }: CommandContext, one: DecisionRow, app: App): string {
  const undone = one.undoneAt === null ? "" : terminal.tone("quiet", text(say("  annulée", "  taken back")));
  const moment = momentIn(one.at, app.config.school.timeZone);
  const who = one.studentId === null ? "–" : one.studentId.slice(0, 8);
  return `${terminal.tone("strong", `#${one.id}`)}  ${moment}  ${printable(one.by)}  ${one.kind}  ${who}${undone}`;
}
