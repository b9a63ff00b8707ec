import { EventEmitter } from "node:events";

import pg from "pg";

import { eventTurn } from "#lib/clock.ts";

type Work = (done: () => void) => void;
type Settled = (...answer: unknown[]) => unknown;

interface Waiting {
  readonly client: pg.Client;
  readonly text: string;
  readonly work: Work;
}

/** Writes on a connection, or on its own, and says when it has. */
type Rewrite = (client: pg.Client | undefined, done: (error?: unknown) => void) => void;

const notification = "notification";
/** The first word of the channel, by which the queue's is told from ours: the rest of its name PostgreSQL computes. */
const listens = /^\s*listen\s+"?([a-z]+_?)/i;
const reads = /^\s*select\b/i;
const tells = /\bpg_notify\b/i;
const begins = /^\s*(begin|start transaction)\b[^;]*;?\s*$/i;
const ends = /^\s*(commit|rollback)\s*;?\s*$/i;
/** The queue's test clock tells the database its time, which only what mentions the queue's schema reads. */
const movesClock = /^\s*update\s+\S*__pgboss_test_clock\b/i;
const readsClock = /\bjobs\b/;
/** Turns of the event loop after which a transaction that asks for nothing lets others go first. */
const turnsOfHolder = 3;

/**
 * One statement at a time over all connections of this process, in the order in which they are asked for; a transaction
 * keeps the turn until its end. What one connection learns then never depends on how fast the server served another.
 *
 * It follows that nobody may wait for anything but the database inside a transaction, which is a law of the house.
 */
class Statements {
  readonly #ended: () => void;
  #waiting: Waiting[] = [];
  #current: pg.Client | undefined;
  #holder: pg.Client | undefined;
  #words: { readonly client: pg.Client; readonly message: unknown }[] = [];
  /** By connection that listens, the first word of its channel. */
  readonly #listeners = new Map<pg.Client, string>();
  readonly #mayHaveHeard = new Set<pg.Client>();
  #clock: Rewrite | undefined;
  #changes = 0;

  constructor(ended: () => void) {
    this.#ended = ended;
  }

  /** How many wait or are under way. */
  get open(): number {
    return this.#waiting.length + (this.#current === undefined ? 0 : 1);
  }

  /** How many statements were asked for that may have changed something. */
  get changes(): number {
    return this.#changes;
  }

  /** Does `work` when it is its turn. */
  ask(client: pg.Client, text: string, work: Work): void {
    if (!reads.test(text)) this.#changes += 1;
    if (tells.test(text)) this.#told(text);
    const channel = listens.exec(text)?.[1];
    if (channel !== undefined) this.#listeners.set(client, channel);
    this.#waiting.push({ client, text, work });
    this.#next();
  }

  /** Has the clock's last move written before the first statement that can see it: most moves nobody looks at. */
  moveClock(write: Rewrite): void {
    this.#clock = write;
  }

  /** From BEGIN to COMMIT or ROLLBACK the turn stays with this connection. */
  holds(client: pg.Client, isInTransaction: boolean): void {
    if (isInTransaction) this.#holder = client;
    else if (this.#holder === client) this.#holder = undefined;
  }

  /** Keeps what the database told this connection. */
  keep(client: pg.Client, message: unknown): void {
    this.#words.push({ client, message });
    this.#ended();
  }

  /** Forgets a connection that is over. */
  forget(client: pg.Client): void {
    this.#listeners.delete(client);
    this.#mayHaveHeard.delete(client);
    this.holds(client, false);
  }

  /** Hands out what the database has told its listeners; false when it has told nothing. */
  async tell(): Promise<boolean> {
    await this.#hear();
    const words = this.#words;
    this.#words = [];
    const texts = words.map(({ message }) => JSON.stringify(message));
    const order = [...words.keys()].toSorted((a, b) => ((texts[a] ?? "") < (texts[b] ?? "") ? -1 : 1));
    for (const index of order) {
      const word = words[index];
      if (word !== undefined) EventEmitter.prototype.emit.call(word.client, notification, word.message);
    }
    return words.length > 0;
  }

  /** Who listens to the channel that a statement names may have heard something, or everybody when it names none. */
  #told(text: string): void {
    const named = [...this.#listeners].filter(([, channel]) => text.includes(channel));
    for (const [client] of named.length === 0 ? this.#listeners : named) this.#mayHaveHeard.add(client);
  }

  /** PostgreSQL says what was told before it answers: once it has answered, no word is on its way any more. */
  async #hear(): Promise<void> {
    const asked = [...this.#mayHaveHeard];
    this.#mayHaveHeard.clear();
    for (const client of asked) await client.query("select").catch(() => undefined);
  }

  #next(): void {
    if (this.#current !== undefined || this.#waiting.length === 0) return;
    const holder = this.#holder;
    const at = holder === undefined ? 0 : this.#waiting.findIndex(({ client }) => client === holder);
    if (at === -1) this.#letPass(holder);
    else this.#begin(at);
  }

  /** Who holds the turn and asks for nothing waits for somebody else: the queue reads its own tables so. */
  #letPass(holder: pg.Client | undefined, turnsLeft = turnsOfHolder): void {
    void eventTurn().then(() => {
      const isAsking = this.#waiting.some(({ client }) => client === holder);
      if (this.#current !== undefined || this.#holder !== holder || isAsking) this.#next();
      else if (turnsLeft > 0) this.#letPass(holder, turnsLeft - 1);
      else {
        const reading = this.#waiting.findIndex(({ text }) => reads.test(text));
        const other = this.#waiting.findIndex(({ text }) => !begins.test(text));
        this.#begin(Math.max(0, reading === -1 ? other : reading));
      }
    });
  }

  #begin(at: number): void {
    const [next] = this.#waiting.splice(at, 1);
    if (next === undefined) return;
    const { client } = next;
    this.#current = client;
    let isOver = false;
    const begin = () =>
      next.work(() => {
        if (isOver) return;
        isOver = true;
        this.#current = undefined;
        this.#next();
        if (this.open === 0) this.#ended();
      });
    const write = readsClock.test(next.text) ? this.#clock : undefined;
    if (write === undefined) return begin();
    this.#clock = undefined;
    // In a transaction that is taken back the clock would go back too.
    write(client === this.#holder ? undefined : client, (error) => {
      if (error !== null && error !== undefined) this.#clock ??= write;
      begin();
    });
  }
}

/** Puts all connections of this process in line, for as long as it lives; `ended` hears of every rest. */
export function lineUpStatements(ended: () => void): Pick<Statements, "open" | "changes" | "tell"> {
  const line = new Statements(ended);
  const { prototype } = pg.Client;
  const { query, connect } = prototype;

  function inLine(this: pg.Client, ...given: unknown[]): unknown {
    const last = given.at(-1);
    const text = textOf(given[0]);
    if (text === undefined) return Reflect.apply(query, this, given);
    const run = (answered: Settled) => {
      if (movesClock.test(text)) {
        line.moveClock((client, done) => {
          const own = typeof last === "function" ? given.slice(0, -1) : given;
          Reflect.apply(query, client ?? this, [...withName(own, text), done]);
        });
        answered(null, { rows: [], rowCount: 1 });
        return;
      }
      line.ask(this, text, (done) => {
        if (begins.test(text)) line.holds(this, true);
        const over: Settled = (...answer) => {
          const hasFailed = answer[0] !== null && answer[0] !== undefined;
          if (ends.test(text) || (begins.test(text) && hasFailed)) line.holds(this, false);
          done();
          return answered(...answer);
        };
        const asked = typeof last === "function" ? given.slice(0, -1) : given;
        Reflect.apply(query, this, [...withName(asked, text), over]);
      });
    };
    if (typeof last === "function") {
      run(last as Settled);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      run((error, result) => (error === null || error === undefined ? resolve(result) : reject(error as Error)));
    });
  }

  function connectInLine(this: pg.Client, callback?: Settled): unknown {
    const run = (answered: Settled) => {
      line.ask(this, "connect", (done) => {
        this.once("end", () => {
          line.forget(this);
          done();
        });
        Reflect.apply(connect, this, [
          (...answer: unknown[]) => {
            done();
            return answered(...answer);
          },
        ]);
      });
    };
    if (callback !== undefined) {
      run(callback);
      return undefined;
    }
    return new Promise<void>((resolve, reject) => {
      run((error) => (error === null || error === undefined ? resolve() : reject(error as Error)));
    });
  }

  function emit(this: pg.Client, event: string, ...given: unknown[]): boolean {
    if (event !== notification) return EventEmitter.prototype.emit.call(this, event, ...given);
    line.keep(this, given[0]);
    return true;
  }

  Object.assign(prototype, { query: inLine, connect: connectInLine, emit });
  return line;
}

/** Statements that PostgreSQL keeps ready; what else is asked, it reads anew each time. */
const mostNames = 1_000;
const longestNamed = 10_000;
const names = new Map<string, string>();

/** Only one statement at a time can be kept, and only one that asks for rows or changes them has a plan. */
const hasPlan = /^\s*(with|select|insert|update|delete)\b[^;]*;?\s*$/i;

/** Gives a statement a name, under which the connection keeps its plan: most are asked thousands of times. */
function withName(asked: readonly unknown[], text: string): readonly unknown[] {
  const [first, values] = asked;
  const config: { readonly values?: unknown; readonly name?: unknown } =
    typeof first === "string" ? { values } : (first as object);
  const given = config.values ?? values ?? [];
  if (config.name !== undefined || !Array.isArray(given) || text.length > longestNamed || !hasPlan.test(text))
    return asked;
  let name = names.get(text);
  if (name === undefined) {
    if (names.size === mostNames) return asked;
    name = `kept ${names.size}`;
    names.set(text, name);
  }
  return [{ ...config, text, values: given, name }];
}

/** `undefined` for what submits itself, as a cursor does. */
function textOf(asked: unknown): string | undefined {
  if (typeof asked === "string") return asked;
  if (typeof asked !== "object" || asked === null || "submit" in asked) return undefined;
  return "text" in asked ? String(asked.text) : "";
}
