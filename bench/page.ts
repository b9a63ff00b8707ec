import type { Page } from "playwright-core";

import { openApp } from "#app";
import { readConfig } from "#config";
import { acceptInvitation } from "#features/accounts/accept-invitation.ts";
import { addCode } from "#features/accounts/add-code.ts";
import { openLogins } from "#http/logins.ts";
import { startHttpServer } from "#http/server.ts";
import { openLogger } from "#lib/logger.ts";

import { hasBrowser, openBrowser } from "../test/journeys/browser.ts";
import { scratchFolder } from "../test/scratch.ts";
import { show, tellAbsent, timed } from "./figure.ts";

/**
 * The page of a school with 10,000 sessions in the week and 100,000 messages: what its routes take, asked over HTTP as the
 * browser asks them (five times, the median counts); the script that Today's first load brings; a scroll through the
 * week in Chromium. The 1,000,000 rows of participation are in people.ts.
 */
await import("../src/cli/small-footprint.js");
const limit = { of: "value", atMost: 100 } as const;
const email = "owner@school.example";
const password = "a sentence that is long enough";

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
try {
  await fill();
  const cookie = await signIn();
  await askRoutes(cookie);
  if (hasBrowser) await lookAtPage(cookie);
  else tellAbsent("Chromium", "apt-get install chromium");
} finally {
  await server.value.close();
  await app.close();
  scratch.remove();
}

/** 500 groups and 100 coaches; 20 sessions a group within seven days of now and before; reminders, and older messages. */
async function fill(): Promise<void> {
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
    "vacuum analyze",
  ];
  for (const statement of statements) await app.database.pool.query(statement);
}

/** An owner of the school, and the cookie of their login. */
async function signIn(): Promise<string> {
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

async function askRoutes(cookie: string): Promise<void> {
  const ask = async (path: string) => {
    const answer = await fetch(`${address}/api${path}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await answer.arrayBuffer();
  };
  const peer = {
    name: "the least question, with its login",
    value: await median(async () => await ask("/me")),
  };
  const figure = async (name: string, path: string, held = true) =>
    show({
      name,
      ours: await median(async () => await ask(path)),
      unit: "ms",
      peer,
      ...(held ? { limit } : {}),
    });
  const day = app.clock.now().toString().slice(0, 10);
  const tomorrow = app.clock.now().add({ hours: 24 }).toString().slice(0, 10);
  await figure("Today's status", "/status");
  await figure("Today's sessions, of 10,000 in the week", "/week?days=1");
  await figure("100 of 100,000 messages", "/messages");
  await figure("the failed ones among them", "/messages?state=failed");
  await figure("the messages of each state, counted", "/messages/counts");
  await figure("the messages of a day", `/messages?day=${day}`);
  await figure("100 of 10,000 runs", "/runs?limit=100");
  await figure("the runs that wrote a warning", "/runs?level=warning&limit=100");
  await figure("thirty days of runs, by day", "/runs/figures");
  await figure("the scenarios, with their last runs", "/scenarios");
  await figure("the messages of a group", "/messages?words=Group%20499");
  await figure("a whole day of the plan", `/week?from=${tomorrow}&days=1`);
  await figure("what else is known of the week", "/week/outlook");
  await figure("what differs from the week before", "/week/differences");
  await figure("a week of 10,000 sessions, all of its lines in one answer", "/week", false);
}

async function lookAtPage(cookie: string): Promise<void> {
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1_280, height: 800 } });
    const [name = "", value = ""] = cookie.split("=");
    await context.addCookies([{ name, value: cookie.slice(name.length + 1) || value, url: address }]);
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await showFirstLoad(page);
    await showScroll(page, { name: "10,000 sessions", path: "/week?view=list" });
  } finally {
    await browser.close();
  }
}

/** The script that comes before Today stands there, as it goes over the line. */
async function showFirstLoad(page: Page): Promise<void> {
  const scripts: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() !== "script") return;
    scripts.push(request.sizes().then((sizes) => sizes.responseBodySize));
  });
  await page.goto(address, { waitUntil: "networkidle" }).catch(async () => await page.waitForLoadState("load"));
  await page.getByRole("heading", { level: 1 }).waitFor();
  const sizes = await Promise.all(scripts);
  show({
    name: "script of Today's first load, compressed",
    ours: sizes.reduce((sum, size) => sum + size, 0) / 1_024,
    unit: "KB",
    limit: { of: "value", atMost: 250 },
  });
  page.removeAllListeners("requestfinished");
}

/** What the browser alone needs to scroll through as many rows of plain text. */
async function scrollPlainTable(page: Page): Promise<Scroll> {
  await page.goto("about:blank");
  await page.evaluate(`
    const cells = (row) => "<td>a word " + row + "</td>".repeat(1) + "<td>some words</td>".repeat(7);
    const rows = Array.from({ length: 10000 }, (_, row) => "<tr style='height:41px'>" + cells(row) + "</tr>");
    document.body.innerHTML = "<div class='scroller' style='height:560px;overflow:auto'><table style='table-layout:fixed;width:100%'>"
      + rows.join("") + "</table></div>";`);
  return await scroll(page);
}

/** A list from its top to its end, in steps of half a screen, one a frame, held against a plain table of the browser's. */
async function showScroll(page: Page, { name, path }: { readonly name: string; readonly path: string }): Promise<void> {
  const plain = await scrollPlainTable(page);
  await page.goto(`${address}${path}`);
  await page.locator(".scroller tbody tr[data-index]").first().waitFor();
  const ours = await scroll(page);
  const peer = "a plain table of the browser's";
  show({ name: `${name}: the median frame`, ours: ours.median, unit: "ms", peer: { name: peer, value: plain.median } });
  show({ name: `${name}: 95 of 100 frames`, ours: ours.p95, unit: "ms", peer: { name: peer, value: plain.p95 } });
  const frameLimit = { of: "value", atMost: 1 } as const;
  show({ name: `${name}: frames of more than 50 ms`, ours: ours.late, unit: "%", limit: frameLimit });
  // Beside other work on the machine frames come late; this is what the page itself does between two of them.
  const work = { of: "value", atMost: 16.7 } as const;
  show({ name: `${name}: the page's own work for a frame`, ours: ours.work, unit: "ms", limit: work });
}

interface Scroll {
  /** Milliseconds between two frames. */
  readonly median: number;
  readonly p95: number;
  /** How many of a hundred frames took more than 50 ms. */
  readonly late: number;
  /** Milliseconds of the page's main thread for a frame: script, styles, layout. */
  readonly work: number;
}

async function scroll(page: Page): Promise<Scroll> {
  const chromium = await page.context().newCDPSession(page);
  await chromium.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await chromium.send("Performance.getMetrics");
    return (metrics.find((metric) => metric.name === "TaskDuration")?.value ?? 0) * 1_000;
  };
  const before = await busy();
  const gaps = await page.evaluate<number[]>(`new Promise((resolve) => {
    const scroller = document.querySelector(".scroller");
    const gaps = [];
    let last;
    const step = (now) => {
      if (last !== undefined) gaps.push(now - last);
      last = now;
      const before = scroller.scrollTop;
      scroller.scrollTop += 400;
      if (scroller.scrollTop === before || gaps.length >= 600) resolve(gaps);
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`);
  const work = ((await busy()) - before) / gaps.length;
  await chromium.detach();
  const sorted = gaps.toSorted((a, b) => a - b);
  const share = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  const late = (gaps.filter((gap) => gap > 50).length / gaps.length) * 100;
  return { median: share(0.5), p95: share(0.95), late, work };
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) times.push((await timed(work)).ms);
  return times.toSorted((a, b) => a - b)[2] ?? 0;
}
