import type { Db } from "#database/open.ts";
import { say } from "#lib/bilingual.ts";
import { failed, ok, type Result } from "#lib/failure.ts";

import { comparableName } from "./name-rules.ts";
import { findGroupByChat, listGroups, type GroupRow } from "./store.ts";

/** The group that a person means: by chat id, by id, or by a title that only one bears. */
export async function findGroupByWords({
  db,
  which,
}: {
  readonly db: Db;
  readonly which: string;
}): Promise<Result<GroupRow>> {
  const byChat = await findGroupByChat(db, which);
  if (byChat !== undefined) return ok(byChat);
  const wanted = comparableName(which);
  const all = await listGroups(db);
  const named = all.filter((group) => group.id === which || comparableName(group.title) === wanted);
  const likely = named.length > 0 ? named : all.filter((group) => comparableName(group.title).includes(wanted));
  const [only] = likely;
  if (likely.length === 1 && only !== undefined) return ok(only);
  const list = likely.map((group) => `\n  ${group.chatId}  ${group.title}`).join("");
  return failed({
    code: only === undefined ? "group.unknown" : "group.several",
    what:
      only === undefined
        ? say(`Aucun groupe ne répond à « ${which} ».`, `No group answers to "${which}".`)
        : say(`Plusieurs groupes répondent à « ${which} » :${list}`, `Several groups answer to "${which}":${list}`),
    remedy: say(
      "Donnez l'identifiant de la conversation Telegram, ou le titre entier.",
      "Give the id of the Telegram chat, or the whole title.",
    ),
    place: which,
  });
}
