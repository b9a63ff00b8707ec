import { done, refuse, type ApiAnswer } from "./answers.ts";

/** An update as the Bot API sends it: its number and one payload under the name of its kind. */
export type Update = { readonly update_id: number } & Readonly<Record<string, unknown>>;

/** Kinds that a bot hears only when it asked for them by name. */
const onlyWhenAsked = new Set(["chat_member", "message_reaction", "message_reaction_count"]);

interface Poll {
  readonly offset: number;
  readonly limit: number;
  settle(answer: ApiAnswer): void;
}

/** What the bot has not acknowledged yet, and the poll or webhook that waits for it. */
export class Updates {
  #nextId: number;
  #pending: Update[] = [];
  /** Already acknowledged, to be delivered once more with the same number. */
  #again: Update[] = [];
  #repeats = 0;
  #repeated = 0;
  #allowed: ReadonlySet<string> | undefined;
  #poll: Poll | undefined;
  #watchers: (() => void)[] = [];
  #closed = false;
  /** Called when an update waits and no poll took it: the webhook. */
  onPending: (() => void) | undefined;

  constructor(firstId: number) {
    this.#nextId = firstId;
  }

  /** Queues an update, if the bot asked for its kind when it happened; tells whether it did. */
  add(kind: string, payload: unknown): boolean {
    const isWanted = this.#allowed === undefined ? !onlyWhenAsked.has(kind) : this.#allowed.has(kind);
    if (!isWanted || this.#closed) return false;
    this.#pending.push({ update_id: this.#nextId++, [kind]: payload });
    this.#wake();
    return true;
  }

  /** Sets the kinds that the bot asks for from now on; an empty list means the usual ones. */
  allow(kinds: readonly string[] | undefined): void {
    if (kinds !== undefined) this.#allowed = kinds.length === 0 ? undefined : new Set(kinds);
  }

  /** The kinds asked for, or `undefined` for the usual ones. */
  allowed(): readonly string[] | undefined {
    return this.#allowed === undefined ? undefined : [...this.#allowed];
  }

  /** The next `n` updates that the bot acknowledges come once more, as Telegram sometimes does. */
  repeatNext(n: number): void {
    this.#repeats += n;
  }

  /** How many came once more so far, after younger ones. */
  get repeated(): number {
    return this.#repeated;
  }

  /** Updates that the bot has not acknowledged. */
  pending(): readonly Update[] {
    return [...this.#again, ...this.#pending];
  }

  drop(): void {
    this.#pending = [];
    this.#again = [];
    this.#tellWatchers();
  }

  /** Forgets everything before `offset`: the bot has it. A negative one counts from the end. */
  acknowledge(offset: number): void {
    const from = offset < 0 ? this.#nextId + offset : offset;
    const heard = this.#pending.filter((update) => update.update_id < from);
    const repeated = heard.slice(0, this.#repeats);
    this.#repeats -= repeated.length;
    this.#repeated += repeated.length;
    this.#again.push(...repeated);
    this.#pending = this.#pending.filter((update) => update.update_id >= from);
    this.#tellWatchers();
  }

  /** A webhook took this update: acknowledged, unless it is to come once more. */
  delivered(updateId: number): void {
    if (this.#again[0]?.update_id === updateId) {
      this.#again.shift();
      this.#tellWatchers();
    } else this.acknowledge(updateId + 1);
  }

  /**
   * One `getUpdates`: answers at once when something waits, else when something arrives, after `seconds` of
   * real time, or when `gone` aborts. A poll that was already waiting is told 409, as Telegram does.
   */
  poll(offset: number, limit: number, seconds: number, gone: AbortSignal): Promise<ApiAnswer> {
    this.acknowledge(offset);
    const ready = this.#take(limit);
    if (ready.length > 0 || seconds <= 0 || this.#closed) return Promise.resolve(done(ready));
    this.endPoll("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
    return new Promise((resolve) => {
      const timer = setTimeout(() => poll.settle(done([])), seconds * 1000);
      const poll: Poll = {
        offset,
        limit,
        settle: (answer) => {
          clearTimeout(timer);
          if (this.#poll === poll) this.#poll = undefined;
          resolve(answer);
        },
      };
      gone.addEventListener("abort", () => poll.settle(done([])), { once: true });
      this.#poll = poll;
    });
  }

  /** Ends the waiting poll with a 409. */
  endPoll(why: string): void {
    this.#poll?.settle(refuse(409, why));
  }

  /** True while a `getUpdates` waits. */
  isPolled(): boolean {
    return this.#poll !== undefined;
  }

  /** Resolves as soon as the bot has acknowledged every update, and at once when none waits. */
  async allHeard(): Promise<void> {
    while (!this.#closed && this.#pending.length + this.#again.length > 0) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** Ends the waiting poll with an empty answer and hears no more. */
  close(): void {
    this.#closed = true;
    this.#poll?.settle(done([]));
    this.#tellWatchers();
  }

  #take(limit: number): readonly Update[] {
    const batch = [...this.#again, ...this.#pending].slice(0, limit);
    const repeated = Math.min(this.#again.length, limit);
    this.#again = this.#again.slice(repeated);
    return batch;
  }

  #wake(): void {
    const poll = this.#poll;
    if (poll === undefined) this.onPending?.();
    else poll.settle(done(this.#take(poll.limit)));
  }

  #tellWatchers(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const tell of watchers) tell();
  }
}
