import { openApp } from "#app";
import { readConfig } from "#config";
import { acceptInvitation } from "#features/accounts/accept-invitation.ts";
import { addCode } from "#features/accounts/add-code.ts";
import type { App } from "#app/parts.ts";
import { openLogins } from "#http/logins.ts";
import { startHttpServer } from "#http/server.ts";
import { openLogger } from "#lib/logger.ts";

import { scratchFolder } from "../test/scratch.ts";

/** A large school with its web server, and the cookie of its owner. */
export interface LargeSchool {
  readonly app: App;
  readonly address: string;
  readonly cookie: string;
  close(): Promise<void>;
}

const email = "owner@school.example";
const password = "a sentence that is long enough";

/** Opens a school with 10,000 sessions in the week, 100,000 messages and 1,000,000 rows of participation. */
export async function openLargeSchool(): Promise<LargeSchool> {
  const scratch = await scratchFolder();
  const logger = openLogger("silent");
  const config = readConfig({ CARILLON_BACKUPS: "0", CARILLON_SCENARIO_STANDBY: "off", PORT: "0", TZ: "UTC" });
  if (!config.ok) throw new Error(config.failure.what.en);
  const opened = await openApp({ config: config.value, dataFolder: scratch.path, logger, role: "client" });
  if (!opened.ok) throw new Error(opened.failure.what.en);
  const app = opened.value;
  const server = await startHttpServer({ app, version: "bench", logger });
  if (!server.ok) throw new Error(server.failure.what.en);
  const { address } = server.value;
  const close = async () => {
    await server.value.close();
    await app.close();
    scratch.remove();
  };
  try {
    await fillLargeSchool(app);
    return { app, address, cookie: await signIn(app, address), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * 500 groups and 100 coaches; 20 sessions a group within seven days of now and before; reminders, and older messages;
 * 20,000 students with 400,000 attendances, 600,000 messages heard and 200,000 lines of the ledger.
 */
export async function fillLargeSchool({ database }: App): Promise<void> {
  const statements = [
    `insert into groups (id, chat_id, title, language, audience_zones, active, created_at)
     select 'g' || g, '-' || g, 'Group ' || g, 'fr', '{}', true, now() from generate_series(1, 500) g`,
    `insert into coaches (id, name, created_at) select 'c' || c, 'Coach ' || c, now() from generate_series(0, 99) c`,
    `insert into courses (id, key, title, group_id, created_at)
     select 'k' || g, 'k' || g, 'Course ' || g, 'g' || g, now() from generate_series(1, 500) g`,
    `insert into entries (id, course_id, coach_id, weekday, time, time_zone, duration_minutes, cell, created_at)
     select 'e' || g || '-' || n, 'k' || g, 'c' || g % 100, extract(isodow from at), to_char(at, 'HH24:MI'), 'UTC', 60, 'A1', now()
     from generate_series(1, 500) g, generate_series(1, 20) n,
       lateral (select date_trunc('day', now()) + make_interval(hours => n * 8, mins => g % 60) as at) a`,
    // This week and the one before, in which one session of fifty was another coach's.
    `insert into sessions (id, entry_id, course_id, coach_id, group_id, date, starts_at, ends_at, status, created_at)
     select 'x' || w || '-' || g || '-' || n, 'e' || g || '-' || n, 'k' || g,
       'c' || (g + case when w = 1 and n = 1 and g % 3 = 0 then 1 else 0 end) % 100, 'g' || g, at::date, at,
       at + interval '1 hour', 'scheduled', now()
     from generate_series(0, 1) w, generate_series(1, 500) g, generate_series(1, 20) n,
       lateral (select date_trunc('day', now()) + make_interval(hours => n * 8, mins => g % 60, days => -7 * w) as at) a`,
    `insert into meetings (session_id, key, state, host_id, host_email, zoom_id, join_url, topic, starts_at,
       duration_minutes, created_at, updated_at)
     select id, id, 'open', coach_id, coach_id || '@school.example', id, 'https://zoom.example/j/' || id, 'Class', starts_at,
       60, now(), now() from sessions`,
    `insert into messages (id, kind, subject, session_id, group_id, chat_id, html, state, priority, due_at, expires_at,
       tries, created_at, updated_at)
     select id, 'reminder', id, id, group_id, group_id, repeat('x', 400), 'planned', 1, starts_at, ends_at, 0, now(), now()
     from sessions where starts_at >= date_trunc('day', now())`,
    `insert into messages (id, kind, subject, group_id, chat_id, html, state, priority, due_at, expires_at, tries, sent_at,
       created_at, updated_at)
     select 'm' || n, 'reminder', 'm' || n, 'g' || 1 + n % 500, '-' || n, repeat('x', 400),
       (array['sent', 'sent', 'sent', 'failed'])[1 + n % 4], 1, at, at, 1, at, at, at
     from generate_series(1, 90000) n, lateral (select now() - make_interval(mins => n * 5) as at) a`,
    `insert into runs (id, scenario, cause, started_at, ended_at, outcome, figures, attempt)
     select 'r' || n, 'send_daily_messages', 'manual', at, at + interval '3 seconds', 'succeeded',
       '{"read":0,"created":0,"changed":0,"unchanged":0,"skipped":0,"failed":0}', 1
     from generate_series(1, 10000) n, lateral (select now() - make_interval(mins => n * 20) as at) a`,
    `insert into log_entries (run_id, at, level, message)
     select 'r' || 1 + n % 10000, now(), case n % 50 when 0 then 'warning' else 'info' end, '{"fr":"fait","en":"done"}'
     from generate_series(1, 100000) n`,
    `insert into students (id, display_name, created_at)
     select 's' || g || '-' || s, 'Student ' || (g * 7919 % 9973) || ' ' || s, now()
     from generate_series(1, 500) g, generate_series(1, 40) s`,
    `insert into identities (student_id, kind, value, created_at)
     select id, 'telegram', (5000000000 + row_number() over ())::text, now() from students`,
    `insert into memberships (group_id, student_id, since)
     select 'g' || g, 's' || g || '-' || s, now() - interval '1 year' from generate_series(1, 500) g, generate_series(1, 40) s`,
    // Half a year that was held, 20 sessions a group: in each week before this one, some hundreds.
    `insert into sessions (id, course_id, coach_id, group_id, date, starts_at, ends_at, status, created_at)
     select 'y' || g || '-' || n, 'k' || g, 'c' || g % 100, 'g' || g, at::date, at, at + interval '1 hour', 'scheduled', now()
     from generate_series(1, 500) g, generate_series(1, 20) n,
       lateral (select date_trunc('day', now()) - make_interval(hours => n * 216 + g % 168) as at) a`,
    "insert into collections (session_id, collected_at) select id, ends_at from sessions where id like 'y%'",
    `insert into attendances (session_id, student_id, minutes, share, present)
     select 'y' || g || '-' || n, 's' || g || '-' || s, 50, 0.8, (s + n) % 5 > 0
     from generate_series(1, 500) g, generate_series(1, 20) n, generate_series(1, 40) s`,
    `insert into heard_messages (group_id, telegram_message_id, student_id, at)
     select 'g' || g, m, 's' || g || '-' || (1 + m % 40), now() - make_interval(mins => m * 211)
     from generate_series(1, 500) g, generate_series(1, 1200) m`,
    `insert into point_entries (student_id, group_id, points, reason, source, recorded_at)
     select 's' || g || '-' || (1 + n % 40), 'g' || g, 1 + n * 7 % 13, 'bonus', 'grant:' || n, now() - make_interval(hours => n * 9)
     from generate_series(1, 500) g, generate_series(1, 400) n`,
    `insert into rankings (id, group_id, period, from_at, to_at)
     select 'r' || g || '-' || n, 'g' || g, 'day', at - interval '1 day', at from generate_series(1, 500) g,
       generate_series(1, 100) n, lateral (select date_trunc('day', now()) - make_interval(days => n) as at) a`,
    "vacuum analyze",
  ];
  for (const statement of statements) await database.pool.query(statement);
}

/** An owner of the school, and the cookie of their login. */
async function signIn(app: App, address: string): Promise<string> {
  const { db } = app.database;
  const now = app.clock.now();
  const { createAccount } = openLogins({ app, secret: app.services.box.derive("logins"), isHttps: false });
  const { code } = await addCode(db, { now, by: "bench", email, role: "owner" });
  const made = await acceptInvitation({ db, now, createAccount, code, name: "Owner", email: undefined, password });
  if (!made.ok) throw new Error(made.failure.what.en);
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { origin: address, "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const [cookie = ""] = answer.headers.getSetCookie().map((one) => one.split(";")[0]);
  return cookie;
}
