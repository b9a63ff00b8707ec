import { openTelegramHearing } from "#adapters/telegram/hearing.ts";
import { zoomKeysWanted } from "#features/school/texts.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Answer, type Failure, type Result } from "#lib/failure.ts";
import { Secret } from "#lib/secrets.ts";

import { settings } from "../config.ts";
import type { App } from "./parts.ts";
import { tryZoom, type TriedZoom } from "./try-zoom.ts";

/** How long a service may take to answer while a person waits, in milliseconds. */
const timeoutMs = 10_000;

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
): Promise<Result<TriedZoom>> {
  const { zoom, given } = app.config;
  const accountId = orElse(keys.accountId, zoom?.accountId);
  const clientId = orElse(keys.clientId, zoom?.clientId);
  const written = orElse(keys.clientSecret, undefined);
  const clientSecret = written === undefined ? zoom?.clientSecret : new Secret(written);
  if (accountId === undefined) return failed(zoomKeysWanted("ZOOM_ACCOUNT_ID"));
  if (clientId === undefined) return failed(zoomKeysWanted("ZOOM_CLIENT_ID"));
  if (clientSecret === undefined) return failed(zoomKeysWanted("ZOOM_CLIENT_SECRET"));
  const tried = await tryZoom({
    apiBase: given.get(settings.zoomApiBase.name) ?? settings.zoomApiBase.default ?? "",
    oauthBase: given.get(settings.zoomOauthBase.name) ?? settings.zoomOauthBase.default ?? "",
    accountId,
    clientId,
    clientSecret,
    room: zoom?.room ?? { waitingRoom: false, joinBeforeHost: 5 },
    timeoutMs,
    clock: app.clock,
  });
  return tried.ok ? ok({ ...tried.value, account: accountId }) : tried;
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
