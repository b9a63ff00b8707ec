import type { Config } from "#config";
import type { CheckedBackup } from "#database/backup/read-backup.ts";
import type { OpenDatabase } from "#database/open.ts";
import type { RestoreStep } from "#features/school/restore-rules.ts";
import { say, type Bilingual } from "#lib/bilingual.ts";
import type { Failure } from "#lib/failure.ts";
import { newId } from "#lib/ids.ts";

import type { Command, CommandContext, ExitCode } from "./command.ts";
import { openDatabaseFor } from "./open-app.ts";

/** `carillon restore FILE`: a backup into an empty installation, or in the place of what it holds. */
export const restore: Command = {
  name: "restore",
  summary: say(
    "Remet une sauvegarde dans une installation, vide ou non, arrêtée ou non.",
    "Puts a backup into an installation, empty or not, stopped or not.",
  ),
  usage: ["restore FILE [--replace]"],
  details: say(
    "Avec --replace, ce que la base contient est d'abord sauvegardé, puis remplacé d'un coup : un Carillon en marche quitte son travail et reprend ensuite avec la sauvegarde. Tout le monde se reconnecte ; les messages dont l'heure est passée sont retenus.",
    "With --replace what the database holds is backed up first, then replaced at once: a Carillon that runs leaves its work and goes on with the backup then. Everybody signs in again; messages whose hour has passed are held.",
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
    const opened = await openDatabaseFor(context, config.value, "restore");
    if (!opened.ok) return context.fail(opened.failure);
    try {
      return await restoreInto(context, config.value, opened.value, backup.value);
    } finally {
      await opened.value.close();
    }
  },
};

async function restoreInto(
  context: CommandContext,
  config: Config,
  database: OpenDatabase,
  backup: CheckedBackup,
): Promise<ExitCode> {
  const [{ isInUse }, { restoreSchool }, { backupFolder }, { openSealedBox }] = await Promise.all([
    import("#database/reset.ts"),
    import("#app/restore-school.ts"),
    import("#app/backups.ts"),
    import("#adapters/keys/open-sealed-box.ts"),
  ]);
  const { terminal, text } = context;
  const isEmpty = !(await isInUse(database));
  if (!isEmpty && context.values["replace"] !== true) return context.fail(notEmpty);
  const box = openSealedBox({ key: config.secretKey, dataFolder: context.dataFolder });
  if (!box.ok) return context.fail(box.failure);
  const restored = await restoreSchool({
    id: newId(),
    database,
    backup,
    folder: backupFolder(config, context.dataFolder),
    box: box.value,
    clock: context.clock,
    by: "cli",
    // Who lost the key has lost the secrets, and not the school.
    anyKey: isEmpty,
    step: async (step) => terminal.say(text(stepWords[step])),
  });
  if (!restored.ok) return context.fail(restored.failure);
  const { rows, held, wayBack, wayBackUnproved } = restored.value;
  if (context.json) {
    terminal.json({ takenAt: backup.header.takenAt, rows, held, tables: backup.footer.rows, before: wayBack ?? null });
    return 0;
  }
  if (wayBack !== undefined) terminal.print(text(say(`Avant : ${wayBack}`, `Before: ${wayBack}`)));
  if (wayBackUnproved !== undefined) terminal.say(text(wayBackUnproved.what));
  const told = say(
    `Restauré : ${rows} lignes, telles que le ${backup.header.takenAt}. S'il ne tourne pas, lancez Carillon : carillon start`,
    `Restored: ${rows} rows, as of ${backup.header.takenAt}. If it does not run, start Carillon: carillon start`,
  );
  terminal.print(text(told));
  if (held > 0) {
    const look = say(
      `${held} messages dont l'heure est passée sont retenus : carillon messages --state held`,
      `${held} messages whose hour has passed are held: carillon messages --state held`,
    );
    terminal.print(text(look));
  }
  return 0;
}

const stepWords: Readonly<Record<RestoreStep, Bilingual>> = {
  proving: say("La sauvegarde est essayée à côté…", "The backup is tried on the side…"),
  leaving: say("Carillon quitte son travail…", "Carillon leaves its work…"),
  replacing: say("La base est remplacée…", "The database is replaced…"),
  done: say("C'est fait.", "It is done."),
};

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
