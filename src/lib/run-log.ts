import type { Bilingual } from "./bilingual.ts";
import type { Failure } from "./failure.ts";

/** Where a use case tells what it does. Each line is kept when the call returns. */
export interface RunLog {
  info(message: Bilingual, place?: string): Promise<void>;
  warning(message: Bilingual, place?: string): Promise<void>;
  /** A failure of one row: message, place, remedy and technical cause are kept. */
  failure(failure: Failure): Promise<void>;
}
