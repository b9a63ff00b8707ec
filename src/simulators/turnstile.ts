import type { ServerResponse } from "node:http";

interface Waiting {
  readonly key: string;
  readonly order: number;
  readonly open: () => void;
}

/**
 * Lets the requests to simulated services in one at a time, in an order that follows from what they ask and not from
 * which of several came first: so the same program meets the same service, however the machine divides its time.
 *
 * Somebody else decides when (see `src/simulate/steady-time.ts`): whenever nothing moves any more.
 */
export class Turnstile {
  #waiting: Waiting[] = [];
  #hung: ServerResponse[] = [];
  #order = 0;
  #released = 0;

  /** Resolves when this request may be looked at. One whose client went away meanwhile is forgotten. */
  async enter(key: string, outgoing: ServerResponse): Promise<void> {
    await new Promise<void>((resolve) => {
      const one: Waiting = { key, order: (this.#order += 1), open: resolve };
      this.#waiting.push(one);
      outgoing.once("close", () => this.#forget(one));
    });
  }

  /** An answer that never comes. */
  hang(outgoing: ServerResponse): void {
    this.#hung.push(outgoing);
    outgoing.once("close", () => {
      this.#hung = this.#hung.filter((one) => one !== outgoing);
    });
  }

  /** How many requests get no answer before somebody lets them in or cuts them. */
  held(): number {
    return this.#waiting.length + this.#hung.length;
  }

  /** How many were let in so far. */
  released(): number {
    return this.#released;
  }

  /** Lets the first one in; false when none waits. */
  release(): boolean {
    const open = this.take();
    open?.();
    return open !== undefined;
  }

  /** Takes the first one out: it is let in when the function is called, whatever became of its client. */
  take(): (() => void) | undefined {
    const [first] = this.#waiting.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.order - b.order));
    if (first === undefined) return undefined;
    this.#forget(first);
    this.#released += 1;
    return first.open;
  }

  /** Cuts the first connection on which no answer will ever come, as a client does that has waited long enough. */
  cut(): boolean {
    const [first] = this.#hung;
    first?.destroy();
    return first !== undefined;
  }

  #forget(one: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== one);
  }
}

/** What a request asks, without what differs from one time to the next: the border between a form's parts. */
export async function keyOf(request: Request): Promise<string> {
  const { pathname, search } = new URL(request.url);
  const body = request.method === "POST" || request.method === "PATCH" ? await request.clone().text() : "";
  const chat = /name="chat_id"\r\n\r\n([^\r]*)/.exec(body)?.[1];
  return `${pathname}${search} ${request.method} ${chat ?? body}`;
}
