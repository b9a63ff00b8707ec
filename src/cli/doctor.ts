import type { Config } from "#config";
import { say } from "#lib/bilingual.ts";

import type { Command, CommandContext, ExitCode } from "./command.ts";
import type { Check } from "#app/health/check.ts";
import { printable, type Tone } from "./terminal.ts";

/** `carillon doctor`: what is configured, reachable or missing, each with its remedy. */
export const doctor: Command = {
  name: "doctor",
  summary: say(
    "Vérifie tout ce dont Carillon a besoin, et dit comment réparer.",
    "Checks everything that Carillon needs, and says how to repair it.",
  ),
  usage: ["doctor"],
  options: {},
  details: say(
    "✓ va bien, ! à regarder, ✗ à réparer. Ne change rien et ne crée rien. Code de sortie 1 s'il y a un ✗. Avec --json : {checks: [{name, state: ok|warning|failed, found, remedy?}]}.",
    "✓ is well, ! is worth a look, ✗ is to be repaired. Changes and creates nothing. Exit code 1 when there is a ✗. With --json: {checks: [{name, state: ok|warning|failed, found, remedy?}]}.",
  ),
  words: { least: 0, most: 0 },
  run: async (context) => {
    const config = await context.config();
    const checks = await everyCheck(context, config.ok ? config.value : undefined);
    return show(context, checks);
  },
};

/** All at once, since the slow ones wait for services; told in the order in which things depend on one another. */
async function everyCheck(context: CommandContext, config: Config | undefined): Promise<readonly Check[]> {
  const [machine, operation, watching, database, school, backups] = await Promise.all([
    import("./doctor-machine.ts"),
    import("./doctor-operation.ts"),
    import("./doctor-watching.ts"),
    import("./doctor-database.ts"),
    import("#app/health/check-school.ts"),
    import("./doctor-backups.ts"),
  ]);
  const inDatabase = database.checkDatabase(context, config);
  const engine = inDatabase.then((found) => found.engine);
  const settled = await Promise.all([
    machine.checkNode(),
    machine.checkDataFolder(context, config),
    machine.checkDisk(context),
    operation.checkMemory(),
    operation.checkBoot(),
    watching.checkLogs(),
    machine.checkSettings(context),
    inDatabase.then((found) => found.checks),
    ...(config === undefined
      ? []
      : [
          machine.checkPort(config, await engine),
          operation.checkOutside(config),
          inDatabase.then(async (found) => await watching.checkTime(context.clock, found.config ?? config)),
          inDatabase.then(async (found) => await watching.checkWatch(found.config ?? config)),
          inDatabase.then(async (found) => await school.checkWorkbook(context, found.config ?? config, found)),
          inDatabase.then(async (found) => await school.checkZoom(context, found.config ?? config)),
          inDatabase.then(async (found) => await school.checkTelegram(context, found.config ?? config)),
          inDatabase.then(async (found) => await backups.lookAtBackups(context, found.config ?? config, found)),
        ]),
  ]);
  return settled.flat();
}

const signs: Readonly<Record<Check["state"], readonly [string, Tone]>> = {
  ok: ["✓", "good"],
  warning: ["!", "warning"],
  failed: ["✗", "bad"],
};

function show({ json, terminal, text, values }: CommandContext, checks: readonly Check[]): ExitCode {
  const exitCode = checks.some((check) => check.state === "failed") ? 1 : 0;
  if (json) {
    const list = checks.map(({ name, state, found, remedy }) => ({
      name,
      state,
      found: text(found),
      ...(remedy === undefined ? {} : { remedy: text(remedy) }),
    }));
    terminal.json({ checks: list });
    return exitCode;
  }
  for (const { state, title, found, remedy, cause } of checks) {
    const [sign, tone] = signs[state];
    terminal.print(`${terminal.tone(tone, sign)} ${terminal.tone("strong", text(title))} · ${indent(text(found))}`);
    if (remedy !== undefined) terminal.print(`    → ${indent(text(remedy))}`);
    if (cause !== undefined && values["verbose"] === true) terminal.print(terminal.tone("quiet", `    ${cause}`));
  }
  const wrong = checks.filter((check) => check.state === "failed").length;
  const doubtful = checks.filter((check) => check.state === "warning").length;
  terminal.print();
  terminal.print(
    text(
      say(
        `${checks.length} points vérifiés : ${wrong} à réparer, ${doubtful} à regarder.`,
        `${checks.length} points checked: ${wrong} to repair, ${doubtful} worth a look.`,
      ),
    ),
  );
  return exitCode;
}

/** Lists keep their lines, below the check that they belong to. */
function indent(text: string): string {
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? printable(line) : `    ${printable(line.trim())}`))
    .join("\n");
}
