import type { ExceptionKind } from "#features/sessions/plan-rules.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";

/** What people call the kinds of exception. */
export const kindWords: Readonly<Record<ExceptionKind, Bilingual>> = {
  cancelled: say("annulée", "cancelled"),
  moved: say("déplacée", "moved"),
  substitute: say("remplacement", "substitute"),
  kept: say("maintenue", "kept"),
  extra: say("ajoutée", "extra"),
};
