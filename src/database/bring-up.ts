import { stat } from "node:fs/promises";
import { join } from "node:path";

import type pg from "pg";

import { systemClock } from "#lib/clock.ts";
import { causeOf, failed, ok, type Failure, type Result } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import { binariesUnusable, codeOf, diskFull, notReady, orphansLeft } from "./data-failures.ts";
import type { ServerPlace } from "./data-folder.ts";
import { startTimer } from "./elapsed.ts";
import { orphansOf } from "./orphans.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import {
  clearStale,
  endedInOrder,
  findPostmaster,
  launchPostmaster,
  signalProcess,
  type Launch,
  type Postmaster,
} from "./postmaster.ts";
import { logTail } from "./server-log.ts";
import { joinServer, type ServerConnection } from "./server-membership.ts";
import type { ServerSettings } from "./server-settings.ts";

/** What is needed to bring a server up. */
export interface BringUp {
  readonly place: ServerPlace;
  readonly binaries: PostgresBinaries;
  readonly settings: ServerSettings;
  readonly applicationName: string;
  readonly logger: Logger;
  /** How long to wait for a server that gives no sign, in milliseconds; four times that while it recovers. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/** A server that is up, and that we are counted as a user of. */
export interface Joined {
  readonly client: pg.Client;
  readonly connection: ServerConnection;
  /** Resolves when the connection is over, for whatever reason. */
  readonly ended: Promise<void>;
  readonly pid: number;
  /** Did this process start it, or did it find it running? */
  readonly launched: boolean;
}

/**
 * Joins the server of this place: the one that runs, the one that is starting, or a new one.
 *
 * It looks again and again at what is there and does the next thing, so that every order of events ends
 * well: rivals starting at once, a server being stopped, one that was killed, one that recovers.
 * PostgreSQL's own lock file decides between rivals; the loser finds the winner's server.
 */
export async function bringUp(options: BringUp): Promise<Result<Joined>> {
  const { place, patienceMs, signal } = options;
  const since = startTimer();
  let launch: Launch | undefined;
  let silentFor: (() => number) | undefined;
  let lastError: unknown;
  let refusals = 0;
  let delay = 10;
  for (;;) {
    const joining = await joinServer(place, options.applicationName);
    if (joining.kind === "joined") {
      const server = await findPostmaster(place);
      const pid = server?.pid ?? 0;
      const { client, connection, ended } = joining;
      return ok({ client, connection, ended, pid, launched: launch?.child.pid === pid });
    }
    lastError = joining.error;
    if (joining.kind === "refused") return failed(notReady(place.cluster, place.logFile, causeOf(lastError)));
    if (joining.kind === "absent") {
      const ended = launch?.ended();
      if (launch !== undefined && ended !== undefined) {
        const verdict = judgeEnd(options, launch, ended);
        if (verdict !== "again" || ++refusals > 200)
          return failed(verdict === "again" ? tooLong(options, lastError) : verdict);
        launch = undefined;
      }
      if (launch === undefined) {
        const server = await findPostmaster(place);
        if (server?.running !== true) {
          if (server !== undefined) await clearStale(place, server);
          endOrphans(place, since(), options.logger);
          launch = launchPostmaster(place, options.binaries, options.settings);
          silentFor = undefined;
        } else {
          silentFor = await reviveSilent(server, silentFor, options.logger);
        }
      }
    }
    if (signal.aborted || since() > (joining.kind === "busy" ? 4 * patienceMs : patienceMs)) {
      return failed(tooLong(options, lastError));
    }
    await systemClock.sleep(delay, signal);
    delay = Math.min(100, delay * 1.3);
  }
}

/** A server that ended while starting: is it worth another try, or is this a failure to tell? */
function judgeEnd({ place, binaries }: BringUp, launch: Launch, ended: string): Failure | "again" {
  const tail = logTail(place.logFile, launch.logStart);
  // Ended in order: a rival came in before us, was the last to leave, and stopped it behind itself.
  if (ended === endedInOrder) return "again";
  // A rival was faster, or the processes of a killed server have not all gone yet.
  if (/lock file .* (already exists|is empty)|pre-existing shared memory block/.test(tail)) return "again";
  const cause = `${ended}\n${tail}`;
  if (/No space left on device|Disk quota exceeded/.test(tail)) return diskFull(place.cluster, cause);
  if (/error while loading shared libraries|GLIBC_/.test(tail) || /EACCES|ENOENT|ENOEXEC|EPERM/.test(ended)) {
    return binariesUnusable(binaries.postgres, cause);
  }
  return notReady(place.cluster, place.logFile, cause);
}

function tooLong({ place }: BringUp, lastError: unknown): Failure {
  const tail = logTail(place.logFile);
  const orphans = orphansOf(place.cluster);
  const cause = `${causeOf(lastError)}\n${tail}`;
  if (orphans.length > 0) return orphansLeft(place.cluster, orphans, cause);
  return notReady(place.cluster, place.logFile, cause);
}

/**
 * Asks the children of a killed server to leave, then makes them: what they were doing is lost with their
 * server, and the log of writes brings back what was committed.
 */
function endOrphans(place: ServerPlace, waited: number, logger: Logger): void {
  const signal = waited < 2_000 ? undefined : waited < 6_000 ? "SIGQUIT" : "SIGKILL";
  if (signal === undefined) return;
  for (const pid of orphansOf(place.cluster)) {
    logger.warn({ pid, signal }, "ending a process that a killed PostgreSQL left behind");
    signalProcess(pid, signal);
  }
}

/**
 * A server that runs although nobody can reach it: it is starting or stopping, or a cleaner of temporary
 * folders took its socket away. The last one would last for ever, so after 5 s it is stopped.
 */
async function reviveSilent(
  server: Postmaster,
  silentFor: (() => number) | undefined,
  logger: Logger,
): Promise<() => number> {
  if (silentFor === undefined) return startTimer();
  if (silentFor() < 5_000) return silentFor;
  try {
    await stat(join(server.socketFolder, `.s.PGSQL.${server.port}`));
  } catch (error) {
    if (codeOf(error) === "ENOENT") {
      logger.warn({ pid: server.pid }, "PostgreSQL has lost its socket; stopping it to start it again");
      signalProcess(server.pid, "SIGINT");
    }
  }
  return startTimer();
}
