import { join } from "node:path";

import type { App } from "#app/parts.ts";
import type { Config } from "#config";
import type { HttpServer } from "#http/server.ts";
import type { Coming } from "#http/coming.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import manifest from "../../package.json" with { type: "json" };
import type { Command, CommandContext, ExitCode } from "./command.ts";
import { firstOwnerLink } from "./first-owner-link.ts";
import { openAppFor } from "./open-app.ts";
import { printable, table } from "./terminal.ts";
import { waitForSignal } from "./wait-for-signal.ts";
import { dayAndTime } from "./wording.ts";

/** `carillon start`: schedules, jobs, Telegram and the page, until told to stop. */
export const start: Command = {
  name: "start",
  summary: say(
    "Démarre Carillon : les horaires, les messages et la page, jusqu'à Ctrl-C.",
    "Starts Carillon: the schedules, the messages and the page, until Ctrl-C.",
  ),
  usage: ["start"],
  options: {},
  details: say(
    "Le journal technique va sur la sortie d'erreur (LOG_LEVEL). Un seul « start » par dossier de données ; avec DATABASE_URL, autant qu'on veut (PROCESS_MODE). Avec --json, un document quand Carillon est prêt.",
    "The technical log goes to standard error (LOG_LEVEL). One `start` a data folder; with DATABASE_URL as many as you like (PROCESS_MODE). With --json, one document when Carillon is ready.",
  ),
  words: { least: 0, most: 0 },
  run: async (context) => {
    const config = await context.config();
    if (!config.ok) return context.fail(config.failure);
    const { openLogger } = await import("#lib/logger.ts");
    const logger = openLogger(config.value.logLevel);
    for (;;) {
      const ended = await serve(context, config.value, logger);
      if (ended !== "left") return ended;
      context.terminal.say(
        context.text(
          say(
            "Une sauvegarde prend la place de ce que la base contient : Carillon la reprend ensuite…",
            "A backup takes the place of what the database holds: Carillon takes it up then…",
          ),
        ),
      );
    }
  },
};

/** Serves until told to stop; `"left"` when it made room for a backup that is restored. */
async function serve(context: CommandContext, config: Config, logger: Logger): Promise<ExitCode | "left"> {
  const { processMode } = config;
  const role = processMode === "web" ? "web" : "engine";
  const opened = await openAppFor({ ...context, logger: async () => logger }, config, role);
  if (!opened.ok) return context.fail(opened.failure);
  const app = opened.value;
  try {
    if (processMode === "worker") {
      await announce(context, app, undefined);
      return await untilStopped(context, app);
    }
    const { startHttpServer } = await import("#http/server.ts");
    const { openDemoRoom } = await import("../simulate/demo-room.ts");
    const demo = openDemoRoom({ folder: join(context.dataFolder, "page-demo"), logger });
    const http = await startHttpServer({ app, version: manifest.version, logger, demo });
    if (!http.ok) return context.fail(http.failure);
    try {
      await announce(context, app, http.value);
      return await untilStopped(context, app);
    } finally {
      await http.value.close();
      await demo.close();
    }
  } finally {
    await app.close();
  }
}

async function untilStopped(context: CommandContext, app: App): Promise<ExitCode | "left"> {
  await waitForSignal(AbortSignal.any([context.signal, app.lost, app.leave]));
  if (app.lost.aborted) return context.fail(app.lost.reason as Failure);
  if (app.leave.aborted && !context.signal.aborted) return "left";
  if (!context.json) context.terminal.say(context.text(say("Carillon s'arrête…", "Carillon is stopping…")));
  return 0;
}

/** Says that it is there; without `http` this process has no page. */
async function announce(context: CommandContext, app: App, http: HttpServer | undefined): Promise<void> {
  const [{ listScenarios }, { findLastImport }, { comingRuns }] = await Promise.all([
    import("#features/scenarios/store.ts"),
    import("#features/timetable/import-store.ts"),
    import("#http/coming.ts"),
  ]);
  const { db } = app.database;
  const { school, processMode } = app.config;
  const options = { zone: school.timeZone, now: app.clock.now(), howMany: 5 };
  const coming = comingRuns(await listScenarios(db), options);
  const missing = whatIsMissing(app, (await findLastImport(db))?.path);
  const invitation = http === undefined ? undefined : await firstOwnerLink(app, http.address);
  const { terminal, text } = context;
  if (context.json) {
    terminal.json({
      ...(http === undefined ? {} : { address: http.address }),
      ...(invitation === undefined ? {} : { firstOwner: invitation }),
      dataFolder: context.dataFolder,
      mode: school.mode.kind,
      process: app.config.processMode,
      next: coming.map(({ scenario, at, schedule }) => ({ scenario, at, schedule: text(schedule) })),
      notConfigured: missing.map(({ setting, effect }) => ({ setting, effect: text(effect) })),
    });
    return;
  }
  const lines = [
    terminal.tone("good", text(say("Carillon est prêt.", "Carillon is ready."))),
    ...table(
      ["", ""],
      [
        ...(http === undefined ? [] : [[text(say("  Page", "  Page")), http.address]]),
        ...(processMode === "all"
          ? []
          : [[text(say("  Ce processus", "  This process")), text(processWords[processMode])]]),
        ...(invitation === undefined
          ? []
          : [[text(say("  Premier compte", "  First account")), terminal.tone("strong", invitation)]]),
        [text(say("  Données", "  Data")), context.dataFolder],
        [text(say("  Mode", "  Mode")), modeLine(context, app)],
      ],
    ).slice(1),
    "",
    ...comingLines(context, app, coming),
    ...missingLines(context, missing),
    text(say("Ctrl-C arrête Carillon.", "Ctrl-C stops Carillon.")),
  ];
  for (const line of lines) terminal.print(line);
}

/** What a process does that does not do everything. */
const processWords = {
  web: say("la page seule ; les horaires tournent ailleurs", "the page alone; the schedules run elsewhere"),
  worker: say("les horaires et les messages, sans la page", "the schedules and the messages, without the page"),
} as const;

function modeLine({ terminal, text }: CommandContext, { config }: App): string {
  const { mode } = config.school;
  if (mode.kind === "live")
    return text(say("réel : les messages partent aux groupes", "live: messages go to the groups"));
  const loud =
    mode.kind === "dry"
      ? say("*** À BLANC *** aucun message ne part", "*** DRY *** no message leaves")
      : say(
          `*** TEST *** tout part au groupe de test ${mode.chatId}`,
          `*** TEST *** everything goes to the test group ${mode.chatId}`,
        );
  return terminal.tone("warning", text(loud));
}

function comingLines({ terminal, text, language }: CommandContext, app: App, coming: readonly Coming[]): string[] {
  const zone = app.config.school.timeZone;
  const head = text(say(`Ce qui vient (${zone}) :`, `What comes next (${zone}):`));
  const rows = coming.map(({ at, title, schedule }) => [
    `  ${dayAndTime(at, zone, language)}`,
    printable(text(title)),
    terminal.tone("quiet", text(schedule)),
  ]);
  if (rows.length === 0) return [text(say("Aucun scénario n'est programmé.", "No scenario is scheduled.")), ""];
  return [terminal.tone("strong", head), ...table(["", "", ""], rows).slice(1), ""];
}

interface Missing {
  readonly setting: string;
  readonly effect: Bilingual;
}

/** What is not configured, and what does not happen for that reason. */
function whatIsMissing({ config }: App, lastImport: string | undefined): readonly Missing[] {
  const missing: Missing[] = [];
  if (config.workbook === undefined && lastImport === undefined) {
    const effect = say(
      "aucun classeur : lancez « carillon import FICHIER », ou donnez son chemin",
      "no workbook: run `carillon import FILE`, or give its path",
    );
    missing.push({ setting: "CARILLON_WORKBOOK", effect });
  }
  if (config.zoom === undefined) {
    const effect = say(
      "Zoom n'est pas relié : aucune réunion n'est créée",
      "Zoom is not connected: no meeting is created",
    );
    missing.push({ setting: "ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET", effect });
  }
  if (config.telegram === undefined) {
    const effect = say(
      "Telegram n'est pas relié : aucun message ne part",
      "Telegram is not connected: no message leaves",
    );
    missing.push({ setting: "TELEGRAM_BOT_TOKEN", effect });
  } else if (config.telegram.adminChat === undefined) {
    const effect = say("personne n'est prévenu quand une étape échoue", "nobody is told when a step fails");
    missing.push({ setting: "TELEGRAM_ADMIN_CHAT_ID", effect });
  }
  return missing;
}

function missingLines({ terminal, text }: CommandContext, missing: readonly Missing[]): readonly string[] {
  if (missing.length === 0) return [];
  const head = text(
    say("Pas encore réglé (« carillon help settings ») :", "Not configured yet (`carillon help settings`):"),
  );
  const lines = missing.map(({ setting, effect }) => `  ! ${text(effect)}  ${terminal.tone("quiet", `[${setting}]`)}`);
  return [terminal.tone("warning", head), ...lines, ""];
}
