import type { Page } from "playwright-core";

import { hasBrowser, openBrowser } from "../test/journeys/browser.ts";
import { show, tellAbsent, timed } from "./figure.ts";
import { openLargeSchool } from "./large-school.ts";

/**
 * The page of a school with 10,000 sessions in the week, 100,000 messages and 1,000,000 rows of participation: what every
 * question takes that the page asks, over HTTP as the browser asks it (five times, the median counts); the script that
 * Today's first load brings; a scroll through the week in Chromium.
 */
await import("../src/cli/small-footprint.js");
const limit = { of: "value", atMost: 100 } as const;

const school = await openLargeSchool();
const { app, address, cookie } = school;
try {
  await askRoutes();
  if (hasBrowser) await lookAtPage();
  else tellAbsent("Chromium", "apt-get install chromium");
} finally {
  await school.close();
}

async function ask(path: string): Promise<void> {
  const answer = await fetch(`${address}/api${path}`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await answer.arrayBuffer();
}

async function askRoutes(): Promise<void> {
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
  const { number, run, student } = await firstOnes();
  const lastWeek = app.clock
    .now()
    .subtract({ hours: 24 * 7 })
    .toString()
    .slice(0, 10);
  for (const path of [
    "/checks",
    `/messages/${number}`,
    `/week/messages/${number}`,
    "/templates",
    "/timetable?limit=200",
    "/timetable?limit=200&skip=9800",
    "/timetable?limit=200&words=coach%209&order=-coach",
    "/courses",
    "/decisions",
    "/holidays",
    "/calendar-addresses",
    "/timetable/imports",
    "/timetable/mappings",
    "/groups",
    "/coaches",
    "/students",
    "/students/silent",
    `/students/${student}`,
    `/students/${student}/history`,
    `/students/${student}/points`,
    "/identities",
    `/attendance?from=${lastWeek}&to=${lastWeek}`,
    "/attendance?groupId=g7",
    "/attendance",
    "/attendance/trend?weeks=12",
    "/attendance/trend?weeks=12&groupId=g7",
    "/rankings?period=week&groupId=g7",
    "/rankings?period=week&limit=200",
    `/rankings?period=week&limit=200&skip=${await lastOfRanking()}`,
    "/rankings?period=week&limit=200&words=91&order=name",
    "/rankings/published",
    "/levels",
    "/points/rules",
    "/contests",
    `/runs/${run}/log`,
    `/runs/${run}/touched`,
    "/audit",
    "/audit/choices",
    "/accounts",
    "/tokens",
    "/settings",
    "/first-run",
    "/backups",
  ]) {
    await figure(`GET /api${path.replace(String(number), "N").replace(run, "R").replace(student, "S")}`, path);
  }
}

/** Where the last lines of the school's ranking begin. */
async function lastOfRanking(): Promise<number> {
  const answer = await fetch(`${address}/api/rankings?period=week&limit=1`, { headers: { cookie } });
  const { count } = (await answer.json()) as { readonly count: number };
  return Math.max(0, count - 200);
}

/** A message, a run and a student to ask for. */
async function firstOnes(): Promise<{ readonly number: number; readonly run: string; readonly student: string }> {
  const { rows } = await app.database.pool.query(
    "select (select max(number) from messages where kind = 'reminder')::int as number, (select min(id) from runs) as run, (select min(id) from students) as student",
  );
  return rows[0];
}

async function lookAtPage(): Promise<void> {
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
