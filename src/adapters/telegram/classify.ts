import { GrammyError, HttpError } from "grammy";
import { causeOf, type Answer } from "#lib/failure.ts";
import { unchangeable, type Unchangeable } from "./correction-failures.ts";
import {
  conflict,
  flood,
  gone,
  migrated,
  refused,
  rights,
  text,
  token,
  topic,
  unreachable,
  type Circumstance,
  type Gone,
} from "./failures.ts";
import { NoAnswer } from "./transport.ts";

/** How long to wait when Telegram says "too many requests" without saying how long, in seconds. */
const unstatedWaitSeconds = 60;

/** A question that was not answered with a yes. */
export type Misfortune = Exclude<Answer<never>, { kind: "done" }>;

/**
 * Sorts what grammY threw into refused and unreachable.
 *
 * `place` is the chat asked about; `clean` takes every secret out of a technical text.
 * Anything that is neither an answer nor the lack of one is a defect of ours and is thrown again, cleaned.
 */
export function classify(error: unknown, place: string | undefined, clean: (text: string) => string): Misfortune {
  if (error instanceof GrammyError) return classifyAnswer(error, place, clean);
  if (error instanceof HttpError) {
    const { error: inner } = error;
    const sent = inner instanceof NoAnswer ? inner.sent : true;
    return noAnswer(sent, clean(causeOf(inner)), place);
  }
  throw new Error(clean(causeOf(error)));
}

/** An `unreachable` outcome, with its failure. */
export function noAnswer(sent: boolean, cause: string, place: string | undefined): Misfortune {
  return { kind: "unreachable", sent, failure: unreachable(sent, at(place, cause)) };
}

function classifyAnswer(error: GrammyError, place: string | undefined, clean: (text: string) => string): Misfortune {
  const { error_code: code, description, parameters } = error;
  const cause = clean(`${code} ${description}`);
  const here = at(place, cause);
  if (code >= 500) return noAnswer(true, cause, place);
  if (code === 429) {
    const seconds = parameters.retry_after ?? unstatedWaitSeconds;
    return { kind: "refused", failure: flood(seconds, here), retryAfterMs: seconds * 1000 };
  }
  if (parameters.migrate_to_chat_id !== undefined) {
    return { kind: "refused", failure: migrated(place, String(parameters.migrate_to_chat_id), cause) };
  }
  if (code === 401 || code === 404) return { kind: "refused", failure: token(here) };
  if (code === 409)
    return { kind: "refused", failure: conflict(/webhook is active|setWebhook/i.test(description), here) };
  if (/TOPIC_CLOSED/i.test(description)) return { kind: "refused", failure: topic(true, here) };
  if (/message thread not found|TOPIC_(DELETED|ID_INVALID)/i.test(description))
    return { kind: "refused", failure: topic(false, here) };
  const aboutMessage = whatOfMessage(description);
  if (aboutMessage !== undefined) return { kind: "refused", failure: unchangeable(aboutMessage, here) };
  if (rightsPattern.test(description)) return { kind: "refused", failure: rights(here) };
  if (textPattern.test(description) || code === 413) return { kind: "refused", failure: text(here) };
  const why = whyGone(code, description, place);
  return { kind: "refused", failure: why === undefined ? refused(here) : gone(why, here) };
}

const rightsPattern =
  /not enough rights|have no rights|need administrator rights|CHAT_(WRITE|SEND_\w+)_FORBIDDEN|CHAT_(ADMIN_REQUIRED|RESTRICTED)|USER_BANNED_IN_CHANNEL/i;

const textPattern =
  /can't parse entities|(text|message) is empty|is too long|must be (non-empty|encoded in UTF-8)|MESSAGE_(EMPTY|TOO_LONG)|ENTIT(Y|IES)_/i;

/** What is the matter with the message that was to be edited or deleted. */
function whatOfMessage(description: string): Unchangeable | undefined {
  if (/message is not modified/i.test(description)) return "not modified";
  if (/message to (edit|delete) not found|MESSAGE_ID_INVALID/i.test(description)) return "gone";
  if (/message can't be (edited|deleted)|MESSAGE_(DELETE|EDIT_TIME)_/i.test(description)) return "too old";
  return undefined;
}

/** Telegram writes these sentences in several versions; the words that stay the same are looked for. */
function whyGone(code: number, description: string, place: string | undefined): Gone | undefined {
  if (/kicked/i.test(description)) return "kicked";
  if (/not a member|not a participant|CHANNEL_PRIVATE/i.test(description)) return "left";
  if (/blocked by the user|user is deactivated|can't initiate|messages to (the )?bots?/i.test(description))
    return "blocked";
  if (/(was|is) (deleted|deactivated)/i.test(description)) return "deleted";
  if (/(chat|user|peer) not found|PEER_ID_INVALID|chat_id is empty/i.test(description)) {
    // Ids of people are positive.
    return place !== undefined && /^\d/.test(place) ? "person not found" : "not found";
  }
  return code === 403 ? "left" : undefined;
}

function at(place: string | undefined, cause: string): Circumstance {
  return place === undefined ? { cause } : { place, cause };
}
