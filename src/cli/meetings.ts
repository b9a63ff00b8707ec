import { say } from "#lib/bilingual.ts";

import { textValue, type Command, type CommandContext, type ExitCode } from "./command.ts";
import { followRun } from "./follow-run.ts";
import { nearest } from "./nearest.ts";
import { withClient } from "./open-app.ts";
import { findDatabase } from "./places.ts";
import { misused, unknownCommand, wordMissing } from "./usage-failures.ts";

const nothingYet = say(
  "Aucune séance pour l'instant. « carillon import FICHIER » lit l'emploi du temps.",
  "No session yet. `carillon import FILE` reads the timetable.",
);

const verbs = ["plan", "restore", "accept", "link", "unlink"] as const;
type Verb = (typeof verbs)[number];

/** `carillon meetings`: the coming rooms, the plan of hosts, and people's choices. */
export const meetings: Command = {
  name: "meetings",
  summary: say(
    "Montre les réunions Zoom à venir, leur plan, et décide de ce qui a été changé à la main.",
    "Shows the coming Zoom meetings and their plan, and decides on what was changed by hand.",
  ),
  usage: [
    "meetings",
    "meetings plan",
    "meetings restore SESSION",
    "meetings accept SESSION",
    "meetings link SESSION URL [--passcode TEXT] [--course]",
    "meetings unlink SESSION [--course]",
  ],
  options: {
    passcode: {
      type: "string",
      value: "TEXT",
      about: say("Code d'accès du lien donné.", "Passcode of the link that is given."),
    },
    course: {
      type: "boolean",
      about: say(
        "Pour toutes les séances du cours, pas seulement celle-ci.",
        "For every session of the course, not only this one.",
      ),
    },
  },
  details: say(
    "SESSION : le début du numéro que « carillon meetings » montre. plan : ce que create_zoom_links ferait, sans rien créer. restore : remet la réunion comme l'emploi du temps le dit ; accept : la laisse comme quelqu'un l'a changée. link : ce lien est donné aux élèves, aucune réunion n'est créée. Avec --json : la liste, ou le plan.",
    "SESSION: the beginning of the number that `carillon meetings` shows. plan: what create_zoom_links would do, creating nothing. restore: puts the meeting back as the timetable says; accept: leaves it as somebody changed it. link: students are given this link, and no meeting is made. With --json: the list, or the plan.",
  ),
  words: { least: 0, most: 3 },
  run: async (context) => {
    const [verb, session, url] = context.words;
    const config = await context.config();
    if (!config.ok) return context.fail(config.failure);
    const place = await findDatabase(context.dataFolder, config.value.databaseUrl !== undefined);
    if (place.kind === "none" && (verb === undefined || verb === "plan")) {
      // Looking must not create a database.
      if (context.json) context.terminal.json(verb === "plan" ? { sessions: [], coachOverlaps: [] } : []);
      else context.terminal.say(context.text(nothingYet));
      return 0;
    }
    if (verb === undefined) {
      return await withClient(
        context,
        async (app) => await (await import("./show-meetings.ts")).showMeetings(context, app),
      );
    }
    if (verb === "plan") return await showMeetingPlan(context);
    if (!(verbs as readonly string[]).includes(verb)) {
      const meant = nearest(verb, verbs);
      return misused(context, unknownCommand(`meetings ${verb}`, meant && `meetings ${meant}`));
    }
    const usage = meetings.usage.find((line) => line.startsWith(`meetings ${verb}`)) ?? "meetings";
    if (session === undefined || (verb === "link" && url === undefined)) {
      return misused(context, wordMissing(`meetings ${verb}`, usage));
    }
    return await decide(context, verb as Exclude<Verb, "plan">, session, url);
  },
};

/** What `create_zoom_links` would do, creating nothing. */
export async function showMeetingPlan(context: CommandContext): Promise<ExitCode> {
  return await withClient(context, async (app) => await (await import("./show-meetings.ts")).showPlan(context, app));
}

async function decide(
  context: CommandContext,
  verb: Exclude<Verb, "plan">,
  written: string,
  url: string | undefined,
): Promise<ExitCode> {
  const decided = await withClient(context, async (app) => {
    const [{ decideOnMeeting }, { giveLink }, { findSessionLike }] = await Promise.all([
      import("#features/meetings/decide-on-meeting.ts"),
      import("#features/meetings/give-link.ts"),
      import("#features/meetings/find-session-like.ts"),
    ]);
    const { db } = app.database;
    const session = await findSessionLike({ db, written });
    if (!session.ok) return context.fail(session.failure);
    const common = { db, clock: app.clock, by: "cli" };
    const { id, courseId } = session.value;
    if (verb === "restore" || verb === "accept") {
      const row = await decideOnMeeting({ ...common, sessionId: id, decision: verb });
      return row.ok ? 0 : context.fail(row.failure);
    }
    const subject = context.values["course"] === true ? courseId : id;
    const link = url === undefined ? undefined : { url, passcode: textValue(context, "passcode") ?? null };
    const given = await giveLink({ ...common, subject, link });
    return given.ok ? 0 : context.fail(given.failure);
  });
  if (decided !== 0) return decided;
  // The choice is kept; bringing Zoom and the messages to it is the work of a run.
  return await followRun(context, { scenario: "create_zoom_links" });
}
