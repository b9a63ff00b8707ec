import type { App } from "#app/parts.ts";
import type { Db } from "#database/open.ts";
import type { KeptDecision } from "#features/sessions/decide-sessions.ts";
import type { ExceptionKind } from "#features/sessions/plan-rules.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { ok, type Result } from "#lib/failure.ts";

import { countValue } from "./arguments.ts";
import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { dayValue, readDays, readMoment, readTimeOfDay } from "./days.ts";
import { kindWords } from "./exception-words.ts";
import { withClient } from "./open-app.ts";
import { listExceptionsFor, removeExceptionFor } from "./show-exceptions.ts";
import { printable } from "./terminal.ts";
import { misused } from "./usage-failures.ts";
import { runVerb, type Verb, type Verbs } from "./verbs.ts";
import { minuteIn } from "./wording.ts";

/** The verbs that decide about sessions. */
type Deciding = "cancel" | "move" | "substitute" | "keep" | "extra";

const verbs: Verbs = {
  cancel: deciding("cancel", 2, "COURSE DAYS [--reason TEXT] [--time HH:MM]"),
  move: deciding("move", 3, "COURSE DAY 'YYYY-MM-DD HH:MM' [--minutes N] [--reason TEXT] [--time HH:MM]"),
  substitute: deciding("substitute", 3, "COURSE DAYS COACH [--email ADDRESS] [--reason TEXT] [--time HH:MM]"),
  keep: deciding("keep", 2, "COURSE DAYS [--time HH:MM]"),
  extra: deciding("extra", 2, "COURSE 'YYYY-MM-DD HH:MM' [--minutes N] [--coach NAME] [--reason TEXT]"),
  remove: {
    usage: "exceptions remove NUMBER",
    least: 1,
    most: 1,
    run: async (context, [number = ""]) => await removeExceptionFor(context, number),
  },
};

function deciding(verb: Deciding, howMany: number, what: string): Verb {
  return {
    usage: `exceptions ${verb} ${what}`,
    least: howMany,
    most: howMany,
    run: async (context, words) => await decide(context, verb, words),
  };
}

/** `carillon exceptions`: what people decided about single sessions. */
export const exceptions: Command = {
  name: "exceptions",
  summary: say(
    "Annule, déplace, remplace, maintient ou ajoute une séance ; montre ce qui est décidé.",
    "Cancels, moves, substitutes, keeps or adds a session; shows what is decided.",
  ),
  usage: ["exceptions [--from DAY]", ...Object.values(verbs).map((verb) => verb.usage)],
  options: {
    from: {
      type: "string",
      value: "DAY",
      about: say("À partir de ce jour (aujourd'hui).", "From this day on (today)."),
    },
    reason: {
      type: "string",
      value: "TEXT",
      about: say("Pourquoi ; le groupe peut le lire.", "Why; the group may read it."),
    },
    time: {
      type: "string",
      value: "HH:MM",
      about: say(
        "L'heure de la séance, si le cours en a plusieurs ce jour-là.",
        "The session's time, when the course has several that day.",
      ),
    },
    minutes: { type: "string", value: "N", about: say("Durée en minutes.", "Length in minutes.") },
    coach: {
      type: "string",
      value: "NAME",
      about: say("Qui donne la séance ajoutée.", "Who teaches the extra session."),
    },
    email: {
      type: "string",
      value: "ADDRESS",
      about: say("Adresse de la personne qui remplace, si elle est nouvelle.", "Address of who stands in, when new."),
    },
  },
  details: say(
    "COURSE : quelques mots du titre. DAYS : 2026-12-24, ou 2026-12-21..2027-01-03 pour toutes les séances de ces jours. keep donne cours malgré un jour férié. Une séance supplémentaire se déplace, se remplace et s'annule comme une autre ; keep la remet. Ces décisions restent après le prochain import ; la réunion et le message suivent, et un groupe déjà prévenu est prévenu du changement. Avec --json : [{number, kind, course, date, time, startsAt, minutes, coach, reason, by, createdAt}], ou {kept: [{number, sessionId, course, date, startsAt}], warnings, sessions}.",
    "COURSE: a few words of the title. DAYS: 2026-12-24, or 2026-12-21..2027-01-03 for every session of these days. keep teaches in spite of a holiday. An extra session is moved, substituted and cancelled as any other; keep brings it back. These decisions outlast the next import; meeting and message follow, and a group that was told already is told of the change. With --json: [{number, kind, course, date, time, startsAt, minutes, coach, reason, by, createdAt}], or {kept: [{number, sessionId, course, date, startsAt}], warnings, sessions}.",
  ),
  words: { least: 0, most: 4 },
  run: async (context) => await runVerb(context, "exceptions", verbs, list),
};

async function list(context: CommandContext): Promise<ExitCode> {
  const from = dayValue(context, "from");
  return from.ok ? await listExceptionsFor(context, from.value?.toString()) : misused(context, from.failure);
}

type Decide = (tx: Db, now: Instant) => Promise<Result<readonly KeptDecision[]>>;

const kinds: Readonly<Record<"cancel" | "keep", "cancelled" | "kept">> = {
  cancel: "cancelled",
  keep: "kept",
};

async function decide(context: CommandContext, verb: Deciding, words: readonly string[]): Promise<ExitCode> {
  return await withClient(context, async (app) => {
    const work = await workOf(context, app, verb, words);
    if (!work.ok) return misused(context, work.failure);
    const [{ changeWeek }, { findClashes }] = await Promise.all([
      import("#app/change-week.ts"),
      import("#features/sessions/find-clashes.ts"),
    ]);
    const done = await changeWeek(app, "cli", work.value);
    if (!done.ok) return context.fail(done.failure);
    const { value: kept, sessions } = done.value;
    const zone = app.config.school.timeZone;
    const clashes: Bilingual[] = [];
    // Nothing meets a session that does not take place.
    for (const decision of verb === "cancel" ? [] : kept)
      clashes.push(...(await findClashes({ db: app.database.db, zone, decision })));
    const { changes: _changes, ...figures } = sessions;
    if (context.json) {
      const rows = kept.map(({ courseTitle: course, ...rest }) => ({ course, ...rest }));
      context.terminal.json({ kept: rows, warnings: clashes.map(context.text), sessions: figures });
      return 0;
    }
    for (const { number, courseTitle, date, startsAt } of kept) {
      const when = `${verb === "move" ? `${date} → ` : ""}${minuteIn(startsAt, zone)}`;
      context.terminal.print(
        `${number}  ${context.text(kindWords[verbKinds[verb]])}  ${printable(courseTitle)}  ${when}`,
      );
    }
    if (kept.length === 0) context.terminal.say(context.text(takenOff));
    for (const sentence of clashes)
      context.terminal.say(context.terminal.tone("warning", printable(context.text(sentence))));
    if (figures.created + figures.changed + figures.cancelled > 0) context.terminal.say(context.text(follows));
    return 0;
  });
}

/** What a cancelled extra session leaves: no decision, since the one that added it was taken back. */
const takenOff = say("La séance supplémentaire est retirée.", "The extra session is taken off.");

const follows = say(
  "Les réunions et les messages suivent, par le Carillon qui tourne ou à son prochain démarrage.",
  "Meetings and messages follow, by the Carillon that runs or at its next start.",
);

const verbKinds: Readonly<Record<Deciding, ExceptionKind>> = {
  ...kinds,
  move: "moved",
  substitute: "substitute",
  extra: "extra",
};

async function workOf(
  context: CommandContext,
  app: App,
  verb: Deciding,
  [course = "", second = "", third = ""]: readonly string[],
): Promise<Result<Decide>> {
  const zone = app.config.school.timeZone;
  const reason = textValue(context, "reason");
  const length = countValue(context.values, "minutes", 0);
  if (!length.ok) return length;
  const durationMinutes = length.value === 0 ? undefined : length.value;
  const [{ decideOnDays }, { addExtraSession }] = await Promise.all([
    import("#features/sessions/decide-on-days.ts"),
    import("#features/sessions/add-extra-session.ts"),
  ]);
  if (verb === "extra") {
    const startsAt = readMoment("extra", second, zone);
    if (!startsAt.ok) return startsAt;
    const wish = { by: "cli", zone, course, startsAt: startsAt.value, durationMinutes, reason };
    return ok(async (tx, now) => {
      const added = await addExtraSession({ db: tx, now, ...wish, coach: textValue(context, "coach") });
      return added.ok ? ok([added.value]) : added;
    });
  }
  const days = readDays(verb, second);
  if (!days.ok) return days;
  const written = textValue(context, "time");
  const time = written === undefined ? ok(undefined) : readTimeOfDay("--time", written);
  if (!time.ok) return time;
  const wish = { by: "cli", zone, meant: { course, ...days.value, time: time.value }, reason };
  if (verb === "move") {
    const startsAt = readMoment("move", third, zone);
    if (!startsAt.ok) return startsAt;
    const decision = { kind: "moved" as const, startsAt: startsAt.value, durationMinutes };
    return ok(async (tx, now) => await decideOnDays({ db: tx, now, ...wish, decision }));
  }
  const decision =
    verb === "substitute"
      ? { kind: "substitute" as const, coach: third, email: textValue(context, "email") }
      : { kind: kinds[verb] };
  return ok(async (tx, now) => await decideOnDays({ db: tx, now, ...wish, decision }));
}
