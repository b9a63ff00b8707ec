import type { Config } from "#config";
import type { TelegramSendPort } from "#features/messages/ports.ts";
import { asSimulation, escapeHtml } from "#features/messages/rules.ts";
import type { Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

/**
 * Sends a word to the admin past the outbox, for what may have stopped the outbox itself; gives the failure when it did
 * not arrive. In test mode it goes to the test group, in dry mode nothing leaves, and nobody is told where none is set.
 */
export async function tellDirectly(
  { config, telegram }: { readonly config: Config; readonly telegram: Pick<TelegramSendPort, "send"> },
  text: Bilingual,
): Promise<Failure | undefined> {
  const { school } = config;
  const admin = config.telegram?.adminChat;
  if (admin === undefined || school.mode.kind === "dry") return undefined;
  const html = `🚨 ${escapeHtml(text[school.language])}`;
  const testChat = school.mode.kind === "test group" ? school.mode.chatId : undefined;
  const answer = await telegram.send(testChat ?? admin, {
    form: "text",
    html: testChat === undefined ? html : asSimulation(html, ""),
  });
  // One that may have arrived is told again: an alarm twice is better than none.
  return answer.kind === "done" ? undefined : answer.failure;
}
