import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";

import type { PicturePort } from "#features/rankings/ports.ts";
import { lineUpStatements } from "#database/line-up-statements.ts";
import { eventTurn, systemClock, type Instant } from "#lib/clock.ts";

/** Turns of the event loop without anything on its way, after which nothing moves any more. */
const quietTurns = 3;
/** Real milliseconds after which something that does not come to rest is a defect. */
const patienceMs = 120_000;
/** Real milliseconds after which a wait looks whether it is still in time. */
const lookMs = 5_000;

/** A request may end twice: its answer was read, and then its connection was cut. */
const requests = new Set<unknown>();
let children = 0;
let pictures = 0;
let isWatching = false;
let statements: ReturnType<typeof lineUpStatements> | undefined;
/** One for all waits: each would otherwise cost a timer and its end. */
let nextLook: Promise<void> | undefined;
let wake: () => void = () => undefined;

/**
 * Watches everything for which this process can wait: statements, requests to services, children at work, files.
 *
 * What a simulated school does next is decided only when nothing moves any more: so it does not depend on how fast
 * the machine is. Watching changes nothing, and lasts as long as the process.
 */
export function watchMoves(): void {
  if (isWatching) return;
  isWatching = true;
  statements = lineUpStatements(() => wake());
  subscribe("undici:request:create", requestBegins);
  subscribe("undici:request:trailers", requestEnds);
  subscribe("undici:request:error", requestEnds);
  subscribe("child_process", (message) => watchChild((message as { process: ChildProcess }).process));
}

/** Hands out what the database told its listeners meanwhile; false when it told nothing. */
export async function tellListeners(): Promise<boolean> {
  return (await statements?.tell()) ?? false;
}

/**
 * Asks the database by means of `question`; as long as no time passes and this process changes nothing there, its answer
 * holds and is not asked for again.
 */
export function askedOnce<Answer>(now: () => Instant, question: () => Promise<Answer>): () => Promise<Answer> {
  let known: { readonly at: Instant; readonly changes: number; readonly answer: Answer } | undefined;
  return async () => {
    const changes = statements?.changes ?? 0;
    if (known === undefined || known.changes !== changes || !known.at.equals(now())) {
      known = { at: now(), changes, answer: await question() };
    }
    return known.answer;
  };
}

/** Draws by means of `port`, and counts what is being drawn. */
export function watchedPictures(port: PicturePort): PicturePort {
  return {
    async draw(card) {
      pictures += 1;
      try {
        return await port.draw(card);
      } finally {
        pictures -= 1;
        wake();
      }
    },
    close: async () => await port.close(),
  };
}

/** Waits until nothing moves but the requests that `held` counts, which wait for us. Throws after two minutes. */
export async function stillness(held: () => number | Promise<number>): Promise<void> {
  const since = systemClock.now().epochMilliseconds;
  for (let quiet = 0, turns = 1; quiet < quietTurns; turns += 1) {
    if (atWork() > 0) {
      quiet = 0;
      await nextMove();
    }
    await eventTurn();
    const moves = atWork() > 0 || filesAtWork() > 0 || requests.size !== (await held());
    quiet = moves ? 0 : quiet + 1;
    // Whoever is waited for needs the machine too.
    if (turns % 50 === 0) await systemClock.sleep(1);
    if (systemClock.now().epochMilliseconds - since < patienceMs) continue;
    throw new Error(
      `no stillness: ${JSON.stringify({ statements: statements?.open, requests: requests.size, held: await held(), children, pictures })}`,
    );
  }
}

/** Resolves when something that moved comes to its end, and now and then besides: what never ends must be noticed. */
async function nextMove(): Promise<void> {
  nextLook ??= systemClock.sleep(lookMs).then(() => {
    nextLook = undefined;
    wake();
  });
  await new Promise<void>((resolve) => {
    wake = resolve;
  });
}

function requestBegins(message: unknown): void {
  requests.add(requestOf(message));
}

function requestEnds(message: unknown): void {
  requests.delete(requestOf(message));
  wake();
}

function requestOf(message: unknown): unknown {
  return (message as { readonly request: unknown }).request;
}

function atWork(): number {
  return (statements?.open ?? 0) + children + pictures;
}

function filesAtWork(): number {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith("FSReq")).length;
}

/** Workbooks are read by a child that ends with its answer; who stays for more (the painter) is counted by its work. */
function watchChild(child: ChildProcess): void {
  let isCounted = true;
  children += 1;
  const forget = () => {
    if (isCounted) children -= 1;
    isCounted = false;
    wake();
  };
  child.once("close", forget);
  child.once("error", forget);
  process.nextTick(() => {
    if (child.spawnfile !== process.execPath || child.channel !== undefined) forget();
  });
}
