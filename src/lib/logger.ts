import { pino, type Logger as PinoLogger } from "pino";

/** The program's own log, on standard error as JSON lines. Runs and their log entries are in the database. */
export type Logger = PinoLogger;

/** Opens the log; `silent` in tests. Paths that could carry a secret are redacted. */
export function openLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ["*.token", "*.secret", "*.start_url", "*.password", "*.authorization"], censor: "•••" },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
