import type { Config } from "#config";
import type { CheckedBackup } from "#database/backup/read-backup.ts";
import type { OpenDatabase } from "#database/open.ts";
import { say } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";

import type { Command, CommandContext, ExitCode } from "./command.ts";
import { openDatabaseFor } from "./open-app.ts";

/** `carillon restore FILE`: a backup into an empty installation. */
export const restore: Command = {
  name: "restore",
  summary: say("Remet une sauvegarde dans une installation vide.", "Puts a backup into an empty installation."),
  usage: ["restore FILE [--replace]"],
  details: say(
    "Carillon doit être arrêté. Avec --replace, ce que la base contient est d'abord sauvegardé, puis remplacé.",
    "Carillon must be stopped. With --replace what the database holds is backed up first, then replaced.",
  ),
  options: {
    replace: {
      type: "boolean",
      about: say(
        "Remplace ce que la base contient, après l'avoir sauvegardé.",
        "Replaces what the database holds, after backing it up.",
      ),
    },
  },
  words: { least: 1, most: 1 },
  run: async (context) => {
    const config = await context.config();
    if (!config.ok) return context.fail(config.failure);
    const { checkBackup } = await import("#database/backup/read-backup.ts");
    const backup = await checkBackup(context.words[0] ?? "");
    if (!backup.ok) return context.fail(backup.failure);
    // Before anything is taken away.
    const { checkOrigin } = await import("#database/backup/restore-backup.ts");
    const origin = await checkOrigin(backup.value);
    if (!origin.ok) return context.fail(origin.failure);
    const opened = await openDatabaseFor(context, config.value, "restore");
    if (!opened.ok) return context.fail(opened.failure);
    try {
      const claim = await opened.value.embedded?.claimEngine();
      if (claim?.ok === false) return context.fail(claim.failure);
      const busy = await whoServes(opened.value);
      if (busy !== undefined) return context.fail(inUse(busy));
      return await restoreInto(context, config.value, opened.value, backup.value);
    } finally {
      await opened.value.close();
    }
  },
};

/** The processes that serve this database now, as `engine pid=12 host`; undefined when none does. */
async function whoServes(database: OpenDatabase): Promise<string | undefined> {
  const { listMembers } = await import("#database/presence.ts");
  const names = (await listMembers(database))
    // With the embedded database this process holds the engine's claim itself.
    .filter(({ host, pid }) => host !== undefined || pid !== process.pid)
    .map(({ role, pid, host }) => [role, `pid=${pid}`, host ?? ""].join(" ").trim());
  return names.length === 0 ? undefined : names.join(", ");
}

async function restoreInto(
  context: CommandContext,
  config: Config,
  database: OpenDatabase,
  backup: CheckedBackup,
): Promise<ExitCode> {
  const [{ isInUse, resetDatabase }, { restoreBackup }, { makeBackup }, { backupFolder }] = await Promise.all([
    import("#database/reset.ts"),
    import("#database/backup/restore-backup.ts"),
    import("#database/backup/make-backup.ts"),
    import("#app/backups.ts"),
  ]);
  if (await isInUse(database)) {
    if (context.values["replace"] !== true) return context.fail(notEmpty);
    const folder = backupFolder(config, context.dataFolder);
    const kept = await makeBackup({ database, folder, keep: 1_000, now: context.clock.now() });
    if (!kept.ok) return context.fail(kept.failure);
    const { path, unproved } = kept.value;
    context.terminal.say(context.text(say(`Avant : ${path}`, `Before: ${path}`)));
    if (unproved !== undefined) context.terminal.say(context.text(unproved.what));
  }
  await resetDatabase(database);
  const restored = await restoreBackup({ pool: database.pool, backup });
  if (!restored.ok) return context.fail(restored.failure);
  const rows = Object.values(restored.value).reduce((sum, count) => sum + count, 0);
  if (context.json) context.terminal.json({ takenAt: backup.header.takenAt, rows, tables: restored.value });
  else {
    const told = say(
      `Restauré : ${rows} lignes, telles que le ${backup.header.takenAt}. Lancez Carillon : carillon start`,
      `Restored: ${rows} rows, as of ${backup.header.takenAt}. Start Carillon: carillon start`,
    );
    context.terminal.print(context.text(told));
  }
  return 0;
}

function inUse(processes: string): Failure {
  return {
    code: "restore.in-use",
    what: say(
      `Carillon tourne sur cette base (${processes}) : rien n'a été changé.`,
      `Carillon runs on this database (${processes}): nothing was changed.`,
    ),
    remedy: say("Arrêtez tous ces processus, puis recommencez.", "Stop all of these processes, then try again."),
  };
}

const notEmpty: Failure = {
  code: "restore.not-empty",
  what: say(
    "Cette installation contient déjà une école : rien n'a été changé.",
    "This installation holds a school already: nothing was changed.",
  ),
  remedy: say(
    "Donnez un autre dossier (--data DOSSIER), ou --replace pour remplacer ce qu'elle contient.",
    "Give another folder (--data DIR), or --replace to replace what it holds.",
  ),
};
