import { join } from "node:path";

import { say } from "#lib/bilingual.ts";
import { systemClock } from "#lib/clock.ts";
import type { Logger } from "#lib/logger.ts";

import { prepareDemoFolder } from "../simulate/demo-folder.ts";
import { demoSettings, liveTheWeek, openDemo, springSaturday, type Demo } from "../simulate/demo-school.ts";
import manifest from "../../package.json" with { type: "json" };
import type { CommandContext, ExitCode } from "./command.ts";
import { figuresOf, tellFigures, tellMoment, tellSamples } from "./demo-report.ts";
import { firstOwnerLink } from "./first-owner-link.ts";
import { waitForSignal } from "./wait-for-signal.ts";

/** Like a service on the same continent, in real milliseconds. */
const latencyMs = 20;

/** `carillon demo`: a school's week as it happens, on simulators and a clock that runs fast. */
export async function demo(context: CommandContext): Promise<ExitCode> {
  // pg 8.23 warns of a way of queueing statements that pg-boss uses on a simulated clock only.
  process.noDeprecation = true;
  const { terminal, text } = context;
  const talk = (line: string) => (context.json ? terminal.say(line) : terminal.print(line));
  const config = await context.config();
  if (!config.ok) return context.fail(config.failure);
  const logger = await context.logger(config.value);
  const folder = typeof context.values["data"] === "string" ? context.dataFolder : join(context.dataFolder, "demo");
  const prepared = await prepareDemoFolder(folder, logger);
  if (!prepared.ok) return context.fail(prepared.failure);

  const began = systemClock.now();
  const opened = await openDemo({
    folder,
    logger,
    latencyMs,
    start: springSaturday,
    settings: { ...demoSettings(context.language), CARILLON_BACKUPS: "0" },
  });
  if (!opened.ok) return context.fail(opened.failure);
  const running = opened.value;
  try {
    talk(terminal.tone("strong", text(say("Une semaine de l'école de démonstration", "A week of the demo school"))));
    talk(
      text(
        say(
          "Zoom, Telegram et les élèves sont simulés ; le classeur, la base et Carillon sont les vrais. L'horloge court.\n",
          "Zoom, Telegram and the students are simulated; the workbook, the database and Carillon are the real ones. The clock runs fast.\n",
        ),
      ),
    );
    let told = 0;
    await liveTheWeek(running, async (moment) => {
      told = await tellMoment({ demo: running, moment, after: told, context, talk });
    });
    const figures = await figuresOf(running, began.until(systemClock.now()).total("seconds"));
    if (context.json) terminal.json(figures);
    else {
      await tellSamples(running, context);
      tellFigures(figures, folder, context);
    }
    if (context.values["once"] !== true) await stayUp(context, running, logger, talk);
    return figures.broken.length === 0 ? 0 : 1;
  } finally {
    await running.close();
  }
}

/** The week stays to be looked at on the page, until Ctrl-C. */
async function stayUp(
  context: CommandContext,
  { app }: Demo,
  logger: Logger,
  talk: (line: string) => void,
): Promise<void> {
  const { startHttpServer } = await import("#http/server.ts");
  const http = await startHttpServer({ app, version: manifest.version, logger });
  if (!http.ok) {
    context.fail(http.failure);
    return;
  }
  try {
    const link = (await firstOwnerLink(app, http.value.address)) ?? http.value.address;
    talk(
      context.text(
        say(
          `La démonstration reste ouverte, Ctrl-C l'arrête. La page, avec un compte que ce lien vous laisse créer : ${link}`,
          `The demo stays up, Ctrl-C ends it. The page, with an account that this link lets you make: ${link}`,
        ),
      ),
    );
    await waitForSignal(context.signal);
  } finally {
    await http.value.close();
  }
}
