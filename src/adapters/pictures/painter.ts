import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { PicturePort } from "#features/rankings/ports.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Failure, type Result } from "#lib/failure.ts";

import type { PaintAnswer, PaintRequest } from "./painter-child.ts";

/** Real milliseconds: how long one picture may take, and how long the painter stays without work. */
export interface PainterTimes {
  readonly patienceMs: number;
  readonly restMs: number;
}

const usualTimes: PainterTimes = { patienceMs: 60_000, restMs: 2_000 };

/** A painter at work: its process and those who wait for it. */
interface Painter {
  readonly child: ChildProcess;
  readonly waiting: Map<number, (answer: Result<Uint8Array>) => void>;
  rest: NodeJS.Timeout | undefined;
}

/**
 * Pictures drawn in a process of their own, which starts with the first and ends when none has been asked for a
 * while: at idle the app holds neither fonts nor layout engine. A painter that dies or hangs is ended, what it
 * owed is answered by a failure, and the next picture starts another.
 */
export function openPainter(times: PainterTimes = usualTimes): PicturePort {
  let painter: Painter | undefined;
  let lastId = 0;

  function start(): Painter {
    const child = fork(fileURLToPath(new URL("./painter-child.ts", import.meta.url)), [], {
      serialization: "advanced",
      env: {},
      execArgv: ["--max-old-space-size=512"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const started: Painter = { child, waiting: new Map(), rest: undefined };
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000);
    });
    child.on("message", (answer: PaintAnswer) => {
      settle(started, answer.id, "png" in answer ? ok(answer.png) : failed(notDrawn(answer.cause)));
    });
    const gone = (cause: string) => {
      if (painter === started) painter = undefined;
      clearTimeout(started.rest);
      for (const id of started.waiting.keys()) settle(started, id, failed(notDrawn(`${cause} ${said}`.trim())));
    };
    child.on("error", (error) => gone(error.message));
    child.on("exit", (code, signal) => gone(`the painter ended (${signal ?? code ?? "?"})`));
    return started;
  }

  function settle(by: Painter, id: number, answer: Result<Uint8Array>): void {
    by.waiting.get(id)?.(answer);
    by.waiting.delete(id);
    if (by.waiting.size === 0) restAfterwards(by);
  }

  function restAfterwards(by: Painter): void {
    clearTimeout(by.rest);
    by.rest = setTimeout(() => {
      if (by.waiting.size > 0) return;
      if (painter === by) painter = undefined;
      by.child.disconnect();
    }, times.restMs);
    by.rest.unref();
  }

  return {
    async draw(card) {
      painter ??= start();
      const by = painter;
      clearTimeout(by.rest);
      const id = (lastId += 1);
      return await new Promise((resolve) => {
        const late = setTimeout(() => by.child.kill("SIGKILL"), times.patienceMs);
        by.waiting.set(id, (answer) => {
          clearTimeout(late);
          resolve(answer);
        });
        const request: PaintRequest = { id, card };
        by.child.send(request, (error) => {
          if (error !== null) settle(by, id, failed(notDrawn(error.message)));
        });
      });
    },
    async close() {
      const by = painter;
      painter = undefined;
      if (by === undefined || by.child.exitCode !== null) return;
      const ended = new Promise<void>((resolve) => by.child.once("exit", () => resolve()));
      by.child.kill("SIGKILL");
      await ended;
    },
  };
}

function notDrawn(cause: string): Failure {
  return {
    code: "picture.not-drawn",
    what: say("L'image n'a pas pu être dessinée.", "The picture could not be drawn."),
    remedy: say(
      "Le texte part sans elle. Si cela revient, dites-le à qui s'occupe de la machine. Sur la machine : « carillon doctor » dit si la mémoire est courte, et « npm ci » remet en place ce qui manque pour dessiner.",
      "The text goes without it. If it happens again, tell whoever looks after the machine. On the machine: `carillon doctor` says whether memory is short, and `npm ci` puts back what is missing for drawing.",
    ),
    cause,
  };
}
