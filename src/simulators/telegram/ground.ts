import type { Ledger } from "./ledger.ts";
import type { Limits } from "./limits.ts";
import type { Updates } from "./updates.ts";
import type { Webhook } from "./webhook.ts";
import type { World } from "./world.ts";

/** What a method can reach. */
export interface Ground {
  readonly world: World;
  readonly updates: Updates;
  readonly webhook: Webhook;
  readonly ledger: Ledger;
  readonly limits: Limits | undefined;
  /** Aborted when the bot gave up waiting for the answer. */
  readonly gone: AbortSignal;
  /** True when the bot will not get the answer: the ledger records it. */
  readonly isAnswerLost: boolean;
}
