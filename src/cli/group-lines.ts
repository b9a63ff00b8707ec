import type { GroupRow } from "#features/roster/store.ts";
import { troublesOf } from "#features/roster/trouble-rules.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { TimeZone } from "#lib/ids.ts";

import type { CommandContext } from "./command.ts";
import { printable, table } from "./terminal.ts";
import { momentIn } from "./wording.ts";

/** A group for programs: every field, what is wrong in one language. */
export function groupDocument(group: GroupRow, aliases: readonly string[], { text }: CommandContext): object {
  return {
    ...group,
    inactiveReason: group.inactiveReason === null ? null : text(group.inactiveReason),
    inactiveRemedy: group.inactiveRemedy === null ? null : text(group.inactiveRemedy),
    formerChatIds: aliases,
    problems: troublesOf(group).map(({ what, remedy }) => ({ what: text(what), remedy: text(remedy) })),
  };
}

const statusWords: Readonly<Record<NonNullable<GroupRow["botStatus"]>, Bilingual>> = {
  administrator: say("administrateur", "administrator"),
  member: say("membre", "member"),
  restricted: say("limité", "restricted"),
  left: say("absent", "not there"),
  kicked: say("exclu", "banned"),
};

/** The groups as a table, then what is wrong with each and the remedy. */
export function printGroups(
  context: CommandContext,
  groups: readonly GroupRow[],
  aliases: ReadonlyMap<string, readonly string[]>,
  zone: TimeZone,
): void {
  const { terminal, text } = context;
  if (groups.length === 0) {
    terminal.say(text(say("Aucun groupe n'est connu.", "No group is known yet.")));
    return;
  }
  const heads = [
    "",
    say("Groupe", "Group"),
    say("Identifiant", "Id"),
    say("Langue", "Language"),
    say("Bot", "Bot"),
    say("Dernier message", "Last heard"),
  ].map((head) => (typeof head === "string" ? head : text(head)));
  const rows = groups.map((group) => [
    group.active ? terminal.tone("good", "✓") : terminal.tone(group.trouble === "off" ? "quiet" : "bad", "✗"),
    printable(group.title),
    group.topicId === null ? group.chatId : `${group.chatId} #${group.topicId}`,
    group.language,
    group.botStatus === null ? "?" : text(statusWords[group.botStatus]),
    group.lastHeardAt === null ? "–" : momentIn(group.lastHeardAt, zone),
  ]);
  for (const line of table(heads, rows)) terminal.print(line);
  for (const group of groups) {
    const former = aliases.get(group.id) ?? [];
    if (former.length > 0) {
      const words = say(`anciens identifiants : ${former.join(", ")}`, `former ids: ${former.join(", ")}`);
      terminal.print(terminal.tone("quiet", `  ${printable(group.title)} · ${text(words)}`));
    }
    for (const { what, remedy } of troublesOf(group)) {
      terminal.print();
      terminal.print(
        `${terminal.tone(group.active ? "warning" : "bad", "!")} ${printable(group.title)}: ${text(what)}`,
      );
      terminal.print(`  → ${text(remedy)}`);
    }
  }
}
