import { changeCalendarAddress } from "#app/calendar-address.ts";
import { changeWeek } from "#app/change-week.ts";
import { decideOnSession } from "#app/decide-on-session.ts";
import type { App } from "#app/parts.ts";
import type { Db } from "#database/open.ts";
import { addExtraSession } from "#features/sessions/add-extra-session.ts";
import { listCalendars } from "#features/sessions/calendar-store.ts";
import { decideOnDays } from "#features/sessions/decide-on-days.ts";
import type { KeptDecision, SessionDecision } from "#features/sessions/decide-sessions.ts";
import { listExceptions } from "#features/sessions/exception-store.ts";
import { findClashes } from "#features/sessions/find-clashes.ts";
import { putBackException } from "#features/sessions/put-back-exception.ts";
import { removeException } from "#features/sessions/remove-exception.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { actorOf, guarded, toldOf, type RouteContext } from "./guard.ts";
import { whoDid } from "#app/who-did.ts";

/** The routes of what people decide about single sessions, and of calendars. */
export const decisionRoutes = {
  decide: guarded.sessions.decide.handler(async ({ context, input, errors }) => {
    const { id, reason, version } = input;
    const decision = decisionOf(context.app, input.decision);
    const wish = { by: actorOf(context), zone: context.app.config.school.timeZone, id, decision, reason, version };
    const done = await decide(
      context,
      decision.kind,
      async (tx, now) => await decideOnSession({ db: tx, now, ...wish }),
    );
    if (!done.ok) throw errors.REFUSED(toldOf(done.failure));
    return done.value;
  }),
  decideDays: guarded.sessions.decideDays.handler(async ({ context, input, errors }) => {
    const { course, from, until, reason } = input;
    const decision = decisionOf(context.app, input.decision);
    const zone = context.app.config.school.timeZone;
    const wish = { by: actorOf(context), zone, meant: { course, from, until }, decision, reason };
    const done = await decide(context, decision.kind, async (tx, now) => await decideOnDays({ db: tx, now, ...wish }));
    if (!done.ok) throw errors.REFUSED(toldOf(done.failure));
    return done.value;
  }),
  addExtra: guarded.sessions.addExtra.handler(async ({ context, input, errors }) => {
    const { course, minutes, coach, reason } = input;
    const startsAt = instantIn(context.app, input.startsAt);
    const zone = context.app.config.school.timeZone;
    const wish = { by: actorOf(context), zone, course, startsAt, durationMinutes: minutes, coach, reason };
    const done = await decide(context, "extra", async (tx, now) => {
      const added = await addExtraSession({ db: tx, now, ...wish });
      return added.ok ? ok([added.value]) : added;
    });
    if (!done.ok) throw errors.REFUSED(toldOf(done.failure));
    return done.value;
  }),
  decisions: guarded.sessions.decisions.handler(async ({ context, input }) => {
    const { app } = context;
    const { db } = app.database;
    const today = app.clock.now().toZonedDateTimeISO(app.config.school.timeZone).toPlainDate().toString();
    const [rows, nameOf] = await Promise.all([listExceptions(db, input.from ?? today), whoDid(db)]);
    return rows.map((row) => ({
      number: row.number,
      kind: row.kind,
      course: row.courseTitle,
      date: row.date,
      time: row.time,
      timeZone: row.timeZone,
      startsAt: row.startsAt?.toString() ?? null,
      coach: row.coachName,
      reason: row.reason,
      by: nameOf(row.by),
      createdAt: row.createdAt.toString(),
    }));
  }),
  takeBack: guarded.sessions.takeBack.handler(async ({ context, input, errors }) => {
    const by = actorOf(context);
    const done = await changeWeek(
      context.app,
      by,
      async (tx, now) => await removeException({ db: tx, now, by, number: input.number }),
    );
    if (!done.ok) throw errors.REFUSED(toldOf(done.failure));
    return { sessions: done.value.sessions.changes.length };
  }),
  putBack: guarded.sessions.putBack.handler(async ({ context, input, errors }) => {
    const by = actorOf(context);
    const done = await changeWeek(
      context.app,
      by,
      async (tx, now) => await putBackException({ db: tx, now, by, number: input.number }),
    );
    if (!done.ok) throw errors.REFUSED(toldOf(done.failure));
    return { sessions: done.value.sessions.changes.length };
  }),
  calendars: guarded.sessions.calendars.handler(async ({ context }) => {
    const { db } = context.app.database;
    const [rows, nameOf] = await Promise.all([listCalendars(db), whoDid(db)]);
    return rows.map((row) => ({
      kind: row.coachId === null ? ("group" as const) : ("coach" as const),
      name: row.name,
      by: nameOf(row.by),
      createdAt: row.createdAt.toString(),
    }));
  }),
  changeCalendar: guarded.sessions.changeCalendar.handler(async ({ context, input, errors }) => {
    const { kind, name: written, change } = input;
    const wish = { by: actorOf(context), owner: { kind, written }, change };
    const done = await changeCalendarAddress(context.app, wish);
    if (!done.ok) throw errors.REFUSED(toldOf({ ...done.failure, place: "name" }));
    return done.value;
  }),
};

/** A decision as the page writes it: its moment is local to the school's zone. */
type WrittenDecision =
  | { readonly kind: "cancelled" | "kept" }
  | { readonly kind: "moved"; readonly startsAt: string; readonly minutes?: number | undefined }
  | { readonly kind: "substitute"; readonly coach: string; readonly email?: string | undefined };

function decisionOf(app: App, written: WrittenDecision): SessionDecision {
  if (written.kind !== "moved") return written;
  return { kind: "moved", startsAt: instantIn(app, written.startsAt), durationMinutes: written.minutes };
}

function instantIn({ config }: App, local: string): Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(config.school.timeZone).toInstant();
}

/** Keeps decisions, plans the week again, and tells what then happens twice at once. */
async function decide(
  context: RouteContext,
  kind: SessionDecision["kind"] | "extra",
  work: (tx: Db, now: Instant) => Promise<Result<readonly KeptDecision[]>>,
) {
  const { app } = context;
  const done = await changeWeek(app, actorOf(context), work);
  if (!done.ok) return failed(done.failure);
  const { value: kept, sessions } = done.value;
  const warnings: Bilingual[] = [];
  for (const decision of kind === "cancelled" ? [] : kept) {
    const zone = app.config.school.timeZone;
    warnings.push(...(await findClashes({ db: app.database.db, zone, decision })));
  }
  return ok({
    kept: kept.map(({ number, sessionId, courseTitle, startsAt }) => ({
      number,
      sessionId,
      course: courseTitle,
      startsAt: startsAt.toString(),
    })),
    warnings,
    sessions: sessions.changes.length,
  });
}
