import { stat } from "node:fs/promises";

import { backupFolder } from "#app/backups.ts";
import type { Config } from "#config";
import { listBackups } from "#database/backup/make-backup.ts";
import { say, type Language } from "#lib/bilingual.ts";
import { instantOf } from "#lib/clock.ts";

import type { CommandContext } from "./command.ts";
import { doubtful, fine, type Check, type Subject } from "#app/health/check.ts";
import { dayAndTime } from "./wording.ts";

const subject: Subject = { name: "backups", title: say("Sauvegardes", "Backups") };

/** One is made each night: an older last one means that a night was missed. */
const oldestHours = 36;

/** When the last backup was made, and whether any is. */
export async function checkBackups(context: CommandContext, config: Config): Promise<Check> {
  const folder = backupFolder(config, context.dataFolder);
  const [last] = await listBackups(folder);
  if (last === undefined) {
    return doubtful(
      subject,
      say(`aucune dans ${folder}`, `none in ${folder}`),
      config.backups.keep === 0
        ? say(
            "Donnez à CARILLON_BACKUPS le nombre de sauvegardes de nuit à garder.",
            "Set CARILLON_BACKUPS to the number of nightly backups to keep.",
          )
        : say(
            "Carillon en fait une chaque nuit à 3:30 ; « carillon backup » en fait une maintenant.",
            "Carillon makes one each night at 3:30; `carillon backup` makes one now.",
          ),
    );
  }
  const madeAt = instantOf(Math.trunc((await stat(last)).mtimeMs));
  const when = (language: Language) => dayAndTime(madeAt, config.school.timeZone, language);
  if (madeAt.until(context.clock.now()).total("hours") > oldestHours) {
    return doubtful(
      subject,
      say(`la dernière date du ${when("fr")}`, `the last one is of ${when("en")}`),
      say(
        "Regardez le journal de cette nuit, puis faites-en une : carillon backup.",
        "Look at last night's log, then make one: carillon backup.",
      ),
    );
  }
  return fine(subject, say(`la dernière : ${when("fr")}`, `the last one: ${when("en")}`));
}
