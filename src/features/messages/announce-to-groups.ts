import { inTransaction, type Db } from "#database/open.ts";
import { recordChange } from "#features/audit/record-change.ts";
import type { Actor } from "#features/audit/rules.ts";
import type { GroupRow } from "#features/roster/store.ts";
import type { Language } from "#lib/bilingual.ts";
import { isBefore, type Instant } from "#lib/clock.ts";
import { failed, ok, type Result } from "#lib/failure.ts";
import { idFrom } from "#lib/ids.ts";

import { planMessage } from "./plan-message.ts";
import type { WakeSender } from "./ports.ts";
import { escapeHtml } from "./rules.ts";
import { announcementEmpty, announcementLate, announcementTooLong, noGroupToTell } from "./texts.ts";

/** An announcement is said by its hour or not at all, in hours. */
const worthHours = 12;
/** A longer text is a document: it would go to each group in many messages. */
const mostCharacters = 12_000;

/** What a person announces: in one language, or in each. */
export type AnnouncementText = Readonly<Partial<Record<Language, string>>>;

/** What announcing came to. */
export interface Announced {
  /** The subject of its messages. */
  readonly id: string;
  /** Groups that will get it. */
  readonly planned: readonly GroupRow[];
  /** Groups that have it already: the same words, the same day. */
  readonly already: readonly GroupRow[];
  /** Groups that cannot be written to. */
  readonly skipped: readonly GroupRow[];
}

/**
 * Announces something to groups, by hand: a message a group, in its language when the text has it.
 *
 * The same words to the same group on the same day are one announcement, so that a command given twice says it
 * once; `again` says it once more.
 */
export async function announceToGroups({
  db,
  now,
  wake,
  by,
  groups,
  text,
  dueAt,
  day,
  again,
}: {
  readonly db: Db;
  readonly now: Instant;
  readonly wake: WakeSender;
  readonly by: Actor;
  readonly groups: readonly GroupRow[];
  readonly text: AnnouncementText;
  readonly dueAt: Instant;
  /** The school's day. */
  readonly day: string;
  readonly again: boolean;
}): Promise<Result<Announced>> {
  const words = Object.values(text).filter((each) => each.trim() !== "");
  if (words.length === 0) return failed(announcementEmpty);
  if (words.some((each) => each.length > mostCharacters)) return failed(announcementTooLong(mostCharacters));
  if (isBefore(dueAt, now.subtract({ minutes: 1 }))) return failed(announcementLate);
  if (groups.length === 0) return failed(noGroupToTell);
  const id = idFrom("announcement", day, ...words, again ? now.toString() : "");
  return await inTransaction(db, async (tx) => {
    const told: Record<"planned" | "already" | "skipped", GroupRow[]> = { planned: [], already: [], skipped: [] };
    for (const group of groups) {
      if (!group.active) {
        told.skipped.push(group);
        continue;
      }
      const outcome = await planMessage({
        db: tx,
        now,
        wake,
        message: {
          kind: "announcement",
          key: id,
          to: { group },
          content: { form: "text", html: escapeHtml(wordsFor(text, group.language)) },
          language: group.language,
          dueAt,
          expiresAt: dueAt.add({ hours: worthHours }),
        },
      });
      told[outcome === "added" || outcome === "changed" ? "planned" : "already"].push(group);
    }
    await recordChange({
      db: tx,
      now,
      by,
      action: "announcement.planned",
      subject: id,
      after: { text, dueAt: dueAt.toString(), groups: told.planned.map((group) => group.chatId) },
    });
    return ok({ id, ...told });
  });
}

/** The words in the group's language, else in the one there is. */
export function wordsFor(text: AnnouncementText, language: Language): string {
  const own = text[language];
  return (own === undefined || own.trim() === "" ? (text.fr ?? text.en ?? "") : own).trim();
}
