import { openTelegramHearing } from "#adapters/telegram/hearing.ts";
import { openZoom } from "#adapters/zoom/open-zoom.ts";
import { tokensInMemory } from "#adapters/zoom/token.ts";
import { zoomKeysWanted } from "#features/school/texts.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Answer, type Failure, type Result } from "#lib/failure.ts";
import { Secret } from "#lib/secrets.ts";

import { settings } from "../config.ts";
import type { App } from "./parts.ts";

/** How long a service may take to answer while a person waits, in milliseconds. */
const timeoutMs = 10_000;

/** What Carillon asks of Zoom, as the tab "Scopes" of Zoom's app names it (granular scopes, Zoom's API reference). */
const neededScopes = [
  "meeting:write:meeting:admin",
  "meeting:update:meeting:admin",
  "meeting:delete:meeting:admin",
  "meeting:read:meeting:admin",
  "meeting:read:list_meetings:admin",
  "meeting:read:list_past_instances:admin",
  "meeting:read:list_past_participants:admin",
  "report:read:list_meeting_participants:admin",
  "user:read:list_users:admin",
] as const;

/** A Zoom account that answered. */
export interface CheckedZoom {
  readonly account: string;
  /** What the app lacks; `undefined` when Zoom does not say what it granted. */
  readonly missingScopes: readonly string[] | undefined;
}

/**
 * Asks Zoom with these keys, those in force standing for the absent ones. The address is the configured one, never one
 * that a person gives: nobody can have a secret sent elsewhere.
 */
export async function checkZoomKeys(
  app: App,
  keys: {
    readonly accountId?: string | undefined;
    readonly clientId?: string | undefined;
    readonly clientSecret?: string | undefined;
  },
): Promise<Result<CheckedZoom>> {
  const { zoom, given } = app.config;
  const accountId = orElse(keys.accountId, zoom?.accountId);
  const clientId = orElse(keys.clientId, zoom?.clientId);
  const written = orElse(keys.clientSecret, undefined);
  const clientSecret = written === undefined ? zoom?.clientSecret : new Secret(written);
  if (accountId === undefined) return failed(zoomKeysWanted("ZOOM_ACCOUNT_ID"));
  if (clientId === undefined) return failed(zoomKeysWanted("ZOOM_CLIENT_ID"));
  if (clientSecret === undefined) return failed(zoomKeysWanted("ZOOM_CLIENT_SECRET"));
  const tokens = tokensInMemory();
  const port = openZoom({
    apiBase: given.get(settings.zoomApiBase.name) ?? settings.zoomApiBase.default ?? "",
    oauthBase: given.get(settings.zoomOauthBase.name) ?? settings.zoomOauthBase.default ?? "",
    accountId,
    clientId,
    clientSecret,
    room: zoom?.room ?? { waitingRoom: false, joinBeforeHost: 5 },
    timeoutMs,
    clock: app.clock,
    tokens,
  });
  const answer = await port.check();
  const granted = (await tokens.read())?.scopes;
  const missingScopes = granted === undefined ? undefined : neededScopes.filter((scope) => !granted.includes(scope));
  // An app without the right to list its users is told with all else that it lacks.
  if (answer.kind === "refused" && missingScopes !== undefined && missingScopes.length > 0) {
    return ok({ account: accountId, missingScopes });
  }
  return told(answer, () => ({ account: accountId, missingScopes }));
}

/** Asks Telegram with this token, or the one in force: the bot's name, and whether it hears all that groups write. */
export async function checkTelegramToken(
  app: App,
  written: string | undefined,
): Promise<Result<{ readonly bot: string; readonly readsAll: boolean }>> {
  const text = orElse(written, undefined);
  const token = text === undefined ? app.config.telegram?.token : new Secret(text);
  if (token === undefined) return failed(tokenWanted);
  const apiRoot = app.config.given.get(settings.telegramApiRoot.name) ?? settings.telegramApiRoot.default ?? "";
  const port = openTelegramHearing({ token, apiRoot, timeoutSeconds: timeoutMs / 1_000, clock: app.clock });
  return told(await port.readBot(), ({ name, readsAll }) => ({ bot: `@${name}`, readsAll }));
}

/** An empty field is one that was not filled in. */
function orElse(written: string | undefined, otherwise: string | undefined): string | undefined {
  return written === undefined || written === "" ? otherwise : written;
}

function told<T, U>(answer: Answer<T>, shown: (value: T) => U): Result<U> {
  return answer.kind === "done" ? ok(shown(answer.value)) : failed(answer.failure);
}

const tokenWanted: Failure = {
  code: "telegram.token-wanted",
  what: say("Il manque le jeton du bot.", "The bot's token is missing."),
  remedy: say("Collez le jeton que @BotFather a donné.", "Paste the token that @BotFather gave."),
  place: "TELEGRAM_BOT_TOKEN",
};
