import type { Look, Watch } from "#app/watch.ts";
import type { Config } from "#config";
import { say } from "#lib/bilingual.ts";
import { failed, type Failure } from "#lib/failure.ts";

import type { Command, CommandContext } from "./command.ts";
import { openAppFor } from "./open-app.ts";
import { findDatabase } from "./places.ts";
import { momentIn } from "./wording.ts";

/** `carillon watch`: a second process that raises the alarm when a run did not happen. */
export const watch: Command = {
  name: "watch",
  summary: say(
    "Surveille Carillon depuis un second processus : prévient l'administrateur quand une exécution n'a pas eu lieu.",
    "Watches over Carillon from a second process: tells the admin when a run did not happen.",
  ),
  usage: ["watch [--once]"],
  options: {
    once: {
      type: "boolean",
      about: say("Regarde une fois et s'arrête (pour cron).", "Looks once and ends (for cron)."),
    },
  },
  details: say(
    "Dix minutes après chaque horaire, cherche l'exécution ; si elle manque ou a été coupée, écrit à TELEGRAM_ADMIN_CHAT_ID, une fois. Lancez-le à part de « start », de préférence par un autre service de la machine. Elle suit les réglages tels qu'ils sont sur la page, relus au moins toutes les dix minutes. Avec --once : code de sortie 3 quand quelque chose manque. Avec --json, un document par regard.",
    "Ten minutes after each schedule it looks for the run; when that is missing or was cut off, it writes to TELEGRAM_ADMIN_CHAT_ID, once. Run it apart from `start`, best as another service of the machine. It goes by the settings as they are on the page, read again at least every ten minutes. With --once: exit code 3 when something is missing. With --json, one document a look.",
  ),
  words: { least: 0, most: 0 },
  run: async (context) => {
    const config = await context.config();
    if (!config.ok) return context.fail(config.failure);
    const [{ lookOnce, watchOver, nobodyToTell }, { openTelegram }] = await Promise.all([
      import("#app/watch.ts"),
      import("#adapters/telegram/telegram.ts"),
    ]);
    const settled = await settingsInForce(context, config.value);
    if (settled.telegram?.adminChat === undefined) return context.fail(nobodyToTell);
    const { clock } = context;
    const watching: Watch = {
      clock,
      telegramOf: ({ telegram }) =>
        telegram && openTelegram({ token: telegram.token, apiRoot: telegram.apiRoot, timeoutSeconds: 15, clock }),
      async open() {
        // A slip in the folder's name must not create a school.
        const place = await findDatabase(context.dataFolder, config.value.databaseUrl !== undefined);
        return place.kind === "none" ? failed(nothingHere(context)) : await openAppFor(context, config.value, "client");
      },
    };
    const report = (look: Look) => print(context, look, momentIn(clock.now(), look.config.school.timeZone));
    if (context.values["once"] !== true) {
      await watchOver(watching, settled, context.signal, report);
      return 0;
    }
    const look = await lookOnce(watching, { config: settled });
    report(look);
    return look.failure === undefined ? (look.missed.length === 0 ? 0 : 3) : 1;
  },
};

/** Those of the database with those given, where there is one that answers. */
async function settingsInForce(context: CommandContext, config: Config): Promise<Config> {
  const place = await findDatabase(context.dataFolder, config.databaseUrl !== undefined);
  if (place.kind === "none") return config;
  const app = await openAppFor(context, config, "client");
  // A database that does not answer is what the watch is there for.
  if (!app.ok) return config;
  const inForce = app.value.config;
  await app.value.close();
  return inForce;
}

function nothingHere({ dataFolder }: CommandContext): Failure {
  return {
    code: "watch.nothing-here",
    what: say("Il n'y a pas encore de Carillon dans ce dossier.", "There is no Carillon in this folder yet."),
    remedy: say(
      "Lancez d'abord « carillon start », ou donnez le bon dossier avec --data.",
      "Run `carillon start` first, or give the right folder with --data.",
    ),
    place: dataFolder,
  };
}

function print(context: CommandContext, look: Look, moment: string): void {
  const { terminal, text, json } = context;
  if (json) {
    terminal.jsonLine({
      missed: look.missed.map(({ scenario, slot, state }) => ({ scenario, slot, state })),
      told: look.told.map(text),
      ...(look.failure === undefined ? {} : { failure: { code: look.failure.code, what: text(look.failure.what) } }),
      next: look.next,
    });
    return;
  }
  for (const told of look.told) terminal.print(`${moment}  ${terminal.tone("bad", "🚨")} ${text(told)}`);
  if (look.failure !== undefined) context.fail(look.failure);
  if (look.missed.length === 0 && look.failure === undefined) {
    terminal.print(terminal.tone("quiet", `${moment}  ${text(allWell)}`));
  }
}

const allWell = say("Rien ne manque.", "Nothing is missing.");
