import { once } from "node:events";

import { instantOf, systemClock, type Instant } from "#lib/clock.ts";

import { placeOf } from "./delivery-promises.ts";
import { mailOf } from "./lines.ts";
import { later, serviceTimeoutMs, type SchoolYear } from "./school-year.ts";
import { stillness } from "./stillness.ts";
import type { Trouble } from "./troubles.ts";
import type { Asked, Order, Told } from "./victim.ts";

/** A service that is down is so long enough for a second try to fail. */
const downMinutes = 8;

/** A process that is killed answers at most so many requests before. */
const mostBeforeKill = 25;

/** Lives through one hour of the school, from just before `at` to `until`, with what goes wrong in it. */
export async function endure(
  year: SchoolYear,
  troubles: readonly Trouble[],
  at: Instant,
  until: Instant,
): Promise<{ readonly crashes: number }> {
  await year.pass(later(year.now, at.subtract({ minutes: 1 })));
  let crashes = 0;
  let back: Instant | undefined;
  for (const trouble of troubles) {
    if (trouble.name === "zoom down" || trouble.name === "telegram down") back = at.add({ minutes: downMinutes });
    await begin(year, trouble, at);
  }
  const crash = troubles.find((trouble) => trouble.name === "crash");
  if (crash !== undefined) {
    const wasKilled = await crashDuring(year, crash, year.now, later(year.now, at.add({ minutes: 2 })));
    crashes += wasKilled ? 1 : 0;
  }
  if (troubles.some((trouble) => trouble.name === "clock jump")) {
    await year.school.clock.jumpTo(later(year.now, at.add({ minutes: 3 })));
    // Time itself goes on after a jump; only its stops are ours to choose, and none lies between here and the next slot.
    await year.lookAround();
    year.jumps += 1;
  }
  if (back !== undefined) {
    await year.pass(later(year.now, back));
    await year.school.zoom.controls.acceptConnections();
    await year.school.telegram.acceptConnections();
  }
  await year.pass(later(year.now, back === undefined ? until : later(until, back.add({ minutes: 15 }))));
  return { crashes };
}

/** Ends what lasts, so that the week can be judged. */
export async function healAll(year: SchoolYear): Promise<void> {
  const { zoom, telegram } = year.school;
  zoom.faults.none();
  telegram.faults.none();
  zoom.controls.webhooks.unsubscribe();
  zoom.controls.webhooks.mishaps = { lost: 0, doubled: 0, reordered: 0, late: 0 };
  zoom.controls.live.noReportFrom = undefined;
  for (const chatId of year.groupChats()) {
    if (!year.school.telegram.world.isMember(chatId)) year.school.telegram.world.addBot(chatId, true);
  }
}

async function begin(year: SchoolYear, trouble: Trouble, at: Instant): Promise<void> {
  const { zoom, telegram, cast } = year.school;
  const some = 1 + Math.floor(trouble.where * 4);
  const chats = year.groupChats();
  const chat = chats[Math.floor(trouble.where * chats.length)];
  switch (trouble.name) {
    case "lost answers":
      zoom.faults.next(some, "commit then drop", { method: "POST", path: /meetings/ });
      telegram.faults.next(some, "accept then drop");
      return;
    case "flood":
      zoom.faults.next(some, "429 with seconds");
      telegram.faults.next(1, "flood");
      return;
    case "server errors":
      zoom.faults.next(some, "500 after commit");
      zoom.faults.next(1, "502 HTML maintenance");
      telegram.faults.next(some, "500 after delivery");
      telegram.faults.next(1, "502 HTML");
      return;
    case "slow":
      zoom.faults.next(some, "slow");
      telegram.faults.next(some, "slow");
      return;
    case "hang":
      zoom.faults.next(1, "commit then hang", { method: "POST", path: /meetings/ });
      telegram.faults.next(1, "accept then hang");
      return;
    case "kicked":
      if (chat !== undefined && telegram.world.isMember(chat)) telegram.world.kickBot(chat);
      return;
    case "migrated":
      if (chat !== undefined && telegram.world.isMember(chat)) {
        const newId = `-100${String(7_000_000_000 + Math.floor(year.random() * 1_000_000_000))}`;
        telegram.world.migrate(chat, newId);
        cast.follow(chat, newId);
      }
      return;
    case "day spent":
      spendDay(year, some, at);
      return;
    case "webhooks astray":
      await startTelling(year, trouble);
      return;
    case "repeated updates":
      telegram.updates.repeatNext(some * 3);
      return;
    case "zoom down":
      await zoom.controls.refuseConnections();
      return;
    case "telegram down":
      await telegram.refuseConnections();
      return;
    case "database restart":
      await restartDatabase(year);
      year.restarts += 1;
      return;
    case "crash":
    case "clock jump":
  }
}

/** Zoom tells by webhooks, and they go astray; its report comes late where they only come twice or out of order. */
async function startTelling(year: SchoolYear, { where }: Trouble): Promise<void> {
  const { webhooks, live } = year.school.zoom.controls;
  // Dealt twice in one week, the first one stays: what is lost needs its report.
  if (webhooks.mishaps.doubled > 0) return;
  const isReportLate = where < 0.5;
  webhooks.mishaps = { lost: isReportLate ? 0 : 0.25, doubled: 0.3, reordered: 0.3, late: 0.2 };
  if (isReportLate) live.noReportFrom = year.now;
  // How fast this machine is must not decide what arrives.
  webhooks.answerMs = serviceTimeoutMs;
  await year.hearZoom();
}

/** Another program of the school has used up what Zoom takes for some coaches on that day. */
function spendDay(year: SchoolYear, howMany: number, at: Instant): void {
  const { hosts, controls } = year.school.zoom;
  const teaching = new Set(year.courses.map(({ coach }) => mailOf(coach)));
  const chosen = hosts.filter(({ email }) => teaching.has(email)).slice(0, howMany);
  for (const host of chosen) {
    controls.limits.spendDay(host.id, at);
    year.spent.push({ host: host.email, day: at.toString().slice(0, 10) });
  }
}

/** A real process does the hour's work and is killed at a point of it; then Carillon starts again. False: it was done before. */
async function crashDuring(year: SchoolYear, trouble: Trouble, from: Instant, until: Instant): Promise<boolean> {
  const { clock } = year.school;
  const { turnstile } = year;
  await year.closeApp();
  const services = year.services();
  const killAt = turnstile.released() + 1 + Math.floor(trouble.where * mostBeforeKill);
  const child = year.standby.take();
  const gone = once(child, "exit");
  const { telegram } = year.school;
  const faultsBefore = telegram.faults.total;
  let lastRequest: (() => void) | undefined;
  let wasKilled = false;
  let inFlight = 0;
  let killedAt = from;
  async function answer({ ask, now }: Asked): Promise<Told> {
    if (ask !== "release") return await services[ask]();
    // The services' clock follows, also for what arrives from the dead.
    await clock.jumpTo(later(year.now, instantOf(now)));
    if (turnstile.released() + 1 < killAt) return turnstile.release();
    lastRequest = turnstile.take();
    if (lastRequest === undefined) return false;
    inFlight = 1 + turnstile.held();
    killedAt = year.now;
    wasKilled = child.kill("SIGKILL");
    return true;
  }
  child.on("message", (asked: Asked) => {
    void answer(asked).then((told) => {
      if (child.connected) child.send(told, () => undefined);
    });
  });
  const order: Order = {
    dataFolder: year.folder,
    from: from.toString(),
    until: until.toString(),
    seed: killAt,
    environment: year.environment,
  };
  child.send(order);
  const end = () => child.kill("SIGKILL");
  year.signal?.addEventListener("abort", end);
  await gone;
  year.signal?.removeEventListener("abort", end);
  // Half of the requests that were under way had arrived.
  const seen = telegram.ledger.all().length;
  if ((trouble.where * mostBeforeKill * 2) % 2 < 1) lastRequest?.();
  await stillness(() => services.held());
  if (wasKilled) {
    const arrived = telegram.ledger.all().slice(seen).map(placeOf);
    const faults = telegram.faults.total - faultsBefore;
    year.crashes.push({ from, until: killedAt.add({ milliseconds: 1 }), inFlight, faults, arrived });
  }
  await clock.jumpTo(later(year.now, until));
  await year.openApp();
  return wasKilled;
}

/** The database server dies as by an empty battery, and Carillon brings it up again. */
async function restartDatabase(year: SchoolYear): Promise<void> {
  const embedded = year.app.database.embedded;
  if (embedded === undefined) return;
  const killed = embedded.serverPid;
  process.kill(killed, "SIGKILL");
  for (let tries = 0; tries < 600; tries += 1) {
    await systemClock.sleep(50);
    // On a busy machine a connection of the dead server may answer for a while yet, and then break under whoever asks next.
    if (embedded.serverPid === killed) continue;
    try {
      await year.app.database.pool.query("select 1");
      return;
    } catch {
      // It is not back yet.
    }
  }
  throw new Error("the database did not come back within 30 s");
}
