// 1,000 sessions over 10 hosts: how long beside what the plan's rate limit allows at best.
import { openZoomAccount } from "#app/zoom-account.ts";
import { readConfig } from "#config";
import { migrate } from "#database/migrate.ts";
import { openDatabase } from "#database/open.ts";
import { createZoomLinks } from "#features/meetings/create-zoom-links.ts";
import { coaches } from "#features/roster/tables.ts";
import { sessions } from "#features/sessions/tables.ts";
import { courses } from "#features/timetable/tables.ts";
import { systemClock } from "#lib/clock.ts";
import { openLogger } from "#lib/logger.ts";
import { keyFrom, newKey, sealedBox } from "#lib/sealed-box.ts";
import { startZoomSimulator } from "#simulators/zoom/simulator.ts";

import { scratchFolder } from "../test/scratch.ts";
import { show, timed } from "./figure.ts";

const howMany = 1_000;
/** Zoom's Pro plan: creations a second (facts: Zoom, Limits). */
const perSecond = 30;
const hosts = Array.from({ length: 10 }, (_, index) => ({ email: `host${index}@school.example` }));

const nobody = async (): Promise<void> => undefined;
const scratch = await scratchFolder();
const logger = openLogger("silent");
const simulator = await startZoomSimulator({ clock: systemClock, plan: "pro", hosts, latencyMs: 40 });
const opened = await openDatabase({ dataFolder: scratch.path, applicationName: "carillon bench", logger });
if (!opened.ok) throw new Error(opened.failure.what.en);
const database = opened.value;
try {
  await migrate(database.pool);
  const { db } = database;
  const createdAt = systemClock.now();
  const tomorrow = createdAt.toZonedDateTimeISO("UTC").add({ days: 1 }).startOfDay();
  for (const [index, { email }] of hosts.entries()) {
    await db.insert(coaches).values({ id: `c${index}`, name: email, email, createdAt });
    await db.insert(courses).values({ id: `k${index}`, key: `k${index}`, title: `Course ${index}`, createdAt });
  }
  await db.insert(sessions).values(
    Array.from({ length: howMany }, (_, index) => {
      const startsAt = tomorrow.add({ hours: Math.floor(index / 10) }).toInstant();
      return {
        id: `s${index}`,
        courseId: `k${index % 10}`,
        coachId: `c${index % 10}`,
        date: startsAt.toString().slice(0, 10),
        startsAt,
        endsAt: startsAt.add({ minutes: 55 }),
        status: "scheduled" as const,
        createdAt,
      };
    }),
  );
  const config = readConfig({
    ZOOM_ACCOUNT_ID: simulator.credentials.accountId,
    ZOOM_CLIENT_ID: simulator.credentials.clientId,
    ZOOM_CLIENT_SECRET: simulator.credentials.clientSecret,
    ZOOM_API_BASE: simulator.apiBase,
    ZOOM_OAUTH_BASE: simulator.oauthBase,
  });
  if (!config.ok || config.value.zoom === undefined) throw new Error("no Zoom");
  const { zoom, school } = config.value;
  const box = sealedBox(keyFrom(newKey()) ?? new Uint8Array());
  const { ms, value } = await timed(
    async () =>
      await createZoomLinks({
        db,
        clock: systemClock,
        zoom: openZoomAccount({ zoom, db, clock: systemClock, box, timeoutMs: 15_000 }),
        policy: zoom.policy,
        school,
        log: { info: nobody, warning: nobody, failure: nobody },
      }),
  );
  const made = simulator.ledger.meetings().length;
  if (made !== howMany || value.created !== howMany) throw new Error(`${made} meetings made, ${value.created} told`);
  show({
    name: `${howMany} meetings over ${hosts.length} hosts on the Pro plan`,
    ours: ms,
    unit: "ms",
    peer: { name: "what 30 a second allow", value: (howMany / perSecond) * 1_000 },
    limit: { of: "ratio", atMost: 1.1 },
  });
} finally {
  await database.close();
  await simulator.close();
  scratch.remove();
}
