import { say } from "#lib/bilingual.ts";

import type { Command } from "./command.ts";
import { withClient } from "./open-app.ts";

/** `carillon backup`: one backup now, proved by restoring it. */
export const backup: Command = {
  name: "backup",
  summary: say(
    "Fait une sauvegarde maintenant, et l'éprouve en la restaurant à côté.",
    "Makes a backup now, and proves it by restoring it on the side.",
  ),
  usage: ["backup"],
  details: say(
    "Carillon en fait une chaque nuit à 3:30. Le fichier ne contient pas la clé des secrets (secret.key du dossier de données, ou CARILLON_SECRET_KEY) : gardez-la ailleurs.",
    "Carillon makes one each night at 3:30. The file does not hold the key of the secrets (secret.key of the data folder, or CARILLON_SECRET_KEY): keep it elsewhere.",
  ),
  options: {},
  words: { least: 0, most: 0 },
  run: async (context) =>
    await withClient(context, async (app) => {
      const { backUp } = await import("#app/backups.ts");
      const made = await backUp(app);
      if (!made.ok) return context.fail(made.failure);
      const { path, size, rows, unproved } = made.value;
      if (context.json) context.terminal.json(made.value);
      else {
        const told = say(
          `Sauvegarde faite : ${path} (${rows} lignes, ${Math.ceil(size / 1_024)} Kio)`,
          `Backup made: ${path} (${rows} rows, ${Math.ceil(size / 1_024)} KiB)`,
        );
        context.terminal.print(context.text(told));
      }
      if (unproved === undefined) return 0;
      context.fail(unproved);
      return 3;
    }),
};
