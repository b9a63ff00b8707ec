import { closeSync, openSync, readSync, statSync } from "node:fs";
import { copyFile, stat, truncate } from "node:fs/promises";

import type { Logger } from "#lib/logger.ts";

const largestLog = 2 * 1024 * 1024;
const tailBytes = 4096;

/** The size of the log now, to tell later lines from earlier ones. */
export function logSize(logFile: string): number {
  try {
    return statSync(logFile).size;
  } catch {
    return 0;
  }
}

/** The end of the log, from `since` on if it is shorter. */
export function logTail(logFile: string, since = 0): string {
  let file: number | undefined;
  try {
    file = openSync(logFile, "r");
    const size = statSync(logFile).size;
    const start = Math.max(size < since ? 0 : since, size - tailBytes);
    const buffer = Buffer.alloc(size - start);
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, start)).trim();
  } catch {
    return "";
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Keeps the server's log bounded: past 2 MB it is moved to `<log>.1`, over the one before.
 *
 * It is copied and truncated, not renamed, because a running server keeps the file open (in append mode).
 */
async function boundLog(logFile: string, logger: Logger): Promise<void> {
  try {
    if ((await stat(logFile)).size <= largestLog) return;
    await copyFile(logFile, `${logFile}.1`);
    await truncate(logFile);
  } catch (error) {
    logger.debug({ err: error }, "PostgreSQL's log could not be shortened");
  }
}

/** Does so now and every hour; gives the function that ends it. */
export function keepLogBounded(logFile: string, logger: Logger): () => void {
  void boundLog(logFile, logger);
  const timer = setInterval(() => void boundLog(logFile, logger), 3_600_000);
  timer.unref();
  return () => clearInterval(timer);
}
