import { checkTelegramToken, checkZoomKeys } from "#app/check-keys.ts";
import { changeStoredSettings } from "#app/change-stored-settings.ts";
import { finishFirstRun, firstRunSteps } from "#app/first-run.ts";
import { changeStoredLogo, shownLogo } from "#app/stored-logo.ts";
import { showSettings } from "#app/stored-settings.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";

/** The routes of the settings. */
export const settingsRoutes = guarded.settings.router({
  read: guarded.settings.read.handler(async ({ context: { app } }) =>
    (await showSettings(app.config, app.database.db)).map(({ settings, ...area }) => ({
      ...area,
      settings: settings.map((one) => ({ ...one, choices: one.choices === null ? null : [...one.choices] })),
    })),
  ),
  change: guarded.settings.change.handler(async ({ context, input, errors }) => {
    const changed = await changeStoredSettings(context.app, { by: actorOf(context), ...input });
    if (!changed.ok) throw errors.REFUSED(toldOf(changed.failure));
    return {};
  }),
  setMode: guarded.settings.setMode.handler(async ({ context, input: { mode, testChat }, errors }) => {
    const changed = await changeStoredSettings(context.app, {
      by: actorOf(context),
      changes: {
        CARILLON_MODE: mode,
        ...(testChat === undefined ? {} : { CARILLON_TEST_CHAT_ID: testChat }),
      },
    });
    if (!changed.ok) throw errors.REFUSED(toldOf(changed.failure));
    return {};
  }),
  logo: guarded.settings.logo.handler(({ context: { app } }) => shownLogo(app.config)),
  setLogo: guarded.settings.setLogo.handler(async ({ context, input: { file }, errors }) => {
    const changed = await changeStoredLogo(context.app, { by: actorOf(context), picture: file });
    if (!changed.ok) throw errors.REFUSED(toldOf(changed.failure));
    return {};
  }),
  removeLogo: guarded.settings.removeLogo.handler(async ({ context, errors }) => {
    const changed = await changeStoredLogo(context.app, { by: actorOf(context), picture: undefined });
    if (!changed.ok) throw errors.REFUSED(toldOf(changed.failure));
    return {};
  }),
  firstRun: guarded.settings.firstRun.handler(async ({ context }) => await firstRunSteps(context.app)),
  finishFirstRun: guarded.settings.finishFirstRun.handler(async ({ context, input }) => {
    await finishFirstRun(context.app, { by: actorOf(context), isDone: input.isDone });
    return {};
  }),
  checkZoom: guarded.settings.checkZoom.handler(async ({ context, input, errors }) => {
    const answer = await checkZoomKeys(context.app, input);
    if (!answer.ok) throw errors.REFUSED(toldOf(answer.failure));
    const { account, missingScopes } = answer.value;
    return { account, missingScopes: missingScopes === undefined ? null : [...missingScopes] };
  }),
  checkTelegram: guarded.settings.checkTelegram.handler(async ({ context, input, errors }) => {
    const answer = await checkTelegramToken(context.app, input.token);
    if (!answer.ok) throw errors.REFUSED(toldOf(answer.failure));
    return answer.value;
  }),
});
