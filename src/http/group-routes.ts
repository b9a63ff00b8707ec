import { checkTheseGroups } from "#app/hearing/check-groups.ts";
import { editGroups } from "#features/roster/edit-groups.ts";
import { editable, isRetired } from "#features/roster/group-rules.ts";
import { listAliases } from "#features/roster/group-store.ts";
import { countStudentsByGroup } from "#features/roster/overview-store.ts";
import { listGroups, type GroupRow } from "#features/roster/store.ts";
import { unknownZone } from "#features/roster/texts.ts";
import { healthOf, troublesOf } from "#features/roster/trouble-rules.ts";
import { timeZone } from "#lib/ids.ts";
import { versionOf } from "#lib/version.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";
import { toldOnPage } from "./page-words.ts";

/** The routes of groups. */
export const groupRoutes = {
  groups: guarded.roster.groups.handler(async ({ context }) => {
    const { db } = context.app.database;
    const [rows, aliases, students] = await Promise.all([listGroups(db), listAliases(db), countStudentsByGroup(db)]);
    return rows
      .filter((row) => !isRetired(row))
      .map((row) => shown(row, aliases.get(row.id) ?? [], students.get(row.id) ?? 0));
  }),
  editGroups: guarded.roster.editGroups.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { language, topicId, on, audienceZones } = input.edit;
    const zones = audienceZones?.map((written) => ({ written, zone: timeZone(written) }));
    const wrong = zones?.find((one) => one.zone === undefined);
    if (wrong !== undefined) throw errors.REFUSED(toldOf(unknownZone(wrong.written)));
    const edited = await editGroups({
      db: app.database.db,
      now: app.clock.now(),
      by: actorOf(context),
      ids: input.ids,
      version: input.version,
      edit: {
        ...(language === undefined ? {} : { language }),
        ...(topicId === undefined ? {} : { topicId }),
        ...(on === undefined ? {} : { on }),
        ...(zones === undefined ? {} : { audienceZones: zones.flatMap((one) => one.zone ?? []) }),
      },
    });
    if (!edited.ok) throw errors.REFUSED(toldOf(edited.failure));
    return { changed: edited.value };
  }),
  checkGroups: guarded.roster.checkGroups.handler(async ({ context, input, errors }) => {
    const wanted = new Set(input.ids);
    const rows = (await listGroups(context.app.database.db)).filter((row) => wanted.has(row.id));
    const checked = await checkTheseGroups(context.app, rows);
    if (checked.failure !== undefined) throw errors.REFUSED(toldOf(checked.failure));
    return { looked: checked.looked };
  }),
};

function shown(row: GroupRow, formerChatIds: readonly string[], students: number) {
  return {
    id: row.id,
    title: row.title,
    chatId: row.chatId,
    formerChatIds: [...formerChatIds],
    language: row.language,
    audienceZones: row.audienceZones,
    topicId: row.topicId,
    health: healthOf(row),
    troubles: troublesOf(row).map(toldOnPage),
    botStatus: row.botStatus,
    lastHeardAt: row.lastHeardAt?.toString() ?? null,
    students,
    version: versionOf(editable(row)),
  };
}
