import type { App } from "#app/parts.ts";
import { prepareMeetings, type Prepared } from "#features/meetings/prepare-meetings.ts";
import type { Work } from "#features/meetings/rooms-at-work.ts";
import { findMeetings, type MeetingRow } from "#features/meetings/store.ts";
import { changedByHand, coachOverlap, unplaced, zoomNotSet } from "#features/meetings/texts.ts";
import type { Deed } from "#features/meetings/work-rules.ts";
import { endOfHorizon } from "#features/sessions/rules.ts";
import { listSessionDetails, type SessionDetails } from "#features/sessions/store.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";

import type { CommandContext, ExitCode } from "./command.ts";
import { inLanguage, printable, table, type Tone } from "./terminal.ts";
import { momentIn } from "./wording.ts";

const stateWords: Readonly<Record<MeetingRow["state"], readonly [Bilingual, Tone]>> = {
  creating: [say("en création", "being made"), "warning"],
  open: [say("prête", "ready"), "good"],
  updating: [say("en changement", "being changed"), "warning"],
  deleting: [say("en suppression", "being deleted"), "warning"],
  deleted: [say("supprimée", "deleted"), "quiet"],
  failed: [say("échouée", "failed"), "bad"],
  given: [say("lien donné", "link given"), "good"],
  declined: [say("sans réunion", "no meeting"), "quiet"],
};
const none: readonly [Bilingual, Tone] = [say("pas encore", "not yet"), "warning"];
const choice: readonly [Bilingual, Tone] = [say("attend un choix", "waits for a choice"), "bad"];

/** The sessions of the coming week with their rooms. */
export async function showMeetings(context: CommandContext, app: App): Promise<ExitCode> {
  const { db } = app.database;
  const now = app.clock.now();
  const sessions = await listSessionDetails(db, now, endOfHorizon(now));
  const rows = await findMeetings(
    db,
    sessions.map((session) => session.id),
  );
  const { terminal, text, json } = context;
  if (json) {
    terminal.json(sessions.map((session) => documentOf(context, session, rows.get(session.id))));
    return 0;
  }
  const heads = [
    say("Séance", "Session"),
    say("Début", "Start"),
    say("Cours", "Course"),
    say("Hôte", "Host"),
    say("État", "State"),
    say("Lien", "Link"),
  ].map(text);
  const cells = sessions.map((session) => {
    const row = rows.get(session.id);
    const [word, tone] = row === undefined ? none : row.handChange === null ? stateWords[row.state] : choice;
    return [
      session.id.slice(0, 8),
      momentIn(session.startsAt, app.config.school.timeZone),
      printable(session.courseTitle),
      printable(row?.hostEmail ?? ""),
      terminal.tone(tone, text(word)),
      printable(row?.joinUrl ?? ""),
    ];
  });
  const [head = "", ...lines] = table(heads, cells);
  terminal.print(terminal.tone("strong", head));
  for (const [index, line] of lines.entries()) {
    terminal.print(line);
    const session = sessions[index];
    const change = session === undefined ? null : (rows.get(session.id)?.handChange ?? null);
    if (session === undefined || change === null) continue;
    const { what, remedy } = changedByHand(session.id, change);
    terminal.print(terminal.tone("bad", `   ↳ ${printable(text(what))} ${text(remedy)}`));
  }
  return 0;
}

function documentOf({ language }: CommandContext, session: SessionDetails, row: MeetingRow | undefined): object {
  return {
    session: session.id,
    startsAt: session.startsAt,
    course: session.courseTitle,
    coach: session.coachName,
    status: session.status,
    state: row?.state ?? null,
    host: row?.hostEmail ?? null,
    zoomId: row?.zoomId ?? null,
    link: row?.joinUrl ?? null,
    passcode: row?.passcode ?? null,
    changedByHand: row?.handChange ?? null,
    failure: row?.failure ? inLanguage(row.failure, language) : null,
  };
}

const deedWords: Readonly<Record<Deed, Bilingual>> = {
  nothing: say("rien à faire", "nothing to do"),
  wait: say("attend un choix", "waits for a choice"),
  create: say("créer", "create"),
  find: say("retrouver", "find again"),
  update: say("changer", "change"),
  delete: say("supprimer", "delete"),
  replace: say("changer d'hôte", "change the host"),
  give: say("lien donné", "link given"),
  series: say("lien durable du cours", "the course's lasting link"),
};

/** What `create_zoom_links` would do now. Asks Zoom for its lists only, and creates nothing. */
export async function showPlan(context: CommandContext, app: App): Promise<ExitCode> {
  const { zoom } = app.services;
  const settled = app.config.zoom;
  if (zoom === undefined || settled === undefined) return context.fail(zoomNotSet);
  const { school } = app.config;
  const prepared = await prepareMeetings({
    db: app.database.db,
    now: app.clock.now(),
    zoom,
    policy: settled.policy,
    school,
  });
  if (prepared.kind !== "done") return context.fail(prepared.failure);
  const { overlaps } = prepared.value;
  const work = (await Array.fromAsync(prepared.value.work())).flat();
  const plan = { work, overlaps };
  const left = work.filter(({ placement }) => placement !== undefined && placement.kind !== "placed");
  if (context.json) context.terminal.json(planDocument(context, plan));
  else printPlan(context, app, plan);
  return left.length === 0 ? 0 : 3;
}

/** The whole plan, for a person. */
interface ShownPlan extends Pick<Prepared, "overlaps"> {
  readonly work: readonly Work[];
}

function printPlan({ terminal, text }: CommandContext, app: App, { work, overlaps }: ShownPlan): void {
  const heads = [say("Séance", "Session"), say("Début", "Start"), say("Cours", "Course"), say("Faire", "Do")];
  const rows = work.map((item) => [
    item.session.id.slice(0, 8),
    momentIn(item.session.startsAt, app.config.school.timeZone),
    printable(item.session.courseTitle),
    `${text(deedWords[item.deed])}${item.placement?.kind === "placed" ? ` → ${printable(item.placement.host.email)}` : ""}`,
  ]);
  const [head = "", ...lines] = table(heads.map(text), rows);
  terminal.print(terminal.tone("strong", head));
  for (const [index, line] of lines.entries()) {
    terminal.print(line);
    const failure = work[index] === undefined ? undefined : whyNot(work[index]);
    if (failure === undefined) continue;
    terminal.print(terminal.tone("bad", `   ↳ ${printable(text(failure.what))}`));
    terminal.print(`     ${printable(text(failure.remedy))}`);
  }
  for (const { first, second } of overlaps) {
    terminal.print(terminal.tone("warning", `! ${printable(text(coachOverlap(first.coachName, first, second)))}`));
  }
}

function planDocument({ text, language }: CommandContext, { work, overlaps }: ShownPlan): object {
  return {
    sessions: work.map((item) => {
      const failure = whyNot(item);
      return {
        session: item.session.id,
        startsAt: item.session.startsAt,
        course: item.session.courseTitle,
        do: item.deed,
        host: item.placement?.kind === "placed" ? item.placement.host.email : (item.meeting?.hostEmail ?? null),
        ...(failure === undefined ? {} : { failure: inLanguage(failure, language) }),
      };
    }),
    coachOverlaps: overlaps.map(({ first, second }) => ({
      coach: first.coachName,
      sessions: [first.id, second.id],
      about: text(coachOverlap(first.coachName, first, second)),
    })),
  };
}

function whyNot({ placement, session }: Work) {
  if (placement === undefined || placement.kind === "placed") return undefined;
  const { courseTitle: course, startsAt, cell } = session;
  return unplaced(placement, { course, startsAt, cell });
}
