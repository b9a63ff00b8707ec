import { readFirstPicture } from "#features/messages/files-store.ts";
import { levelUnknown, noSuchRanking } from "#features/rankings/texts.ts";
import { listLevels } from "#features/rankings/ledger-store.ts";
import { holdRankings } from "#features/rankings/hold-rankings.ts";
import { listLines, listPublished, type PublishedRanking } from "#features/rankings/published-store.ts";
import { inReadingOrder, movementOf } from "#features/rankings/rules.ts";
import { showStanding } from "#features/rankings/show-standing.ts";
import { findGroup } from "#features/roster/group-store.ts";
import { unknownGroup } from "#features/roster/texts.ts";

import { dataAddress } from "./data-address.ts";
import { actorOf, guarded, toldOf } from "./guard.ts";
import { pointsRoutes } from "./points-routes.ts";

/** The routes of rankings: as they stand, and as they were published. */
export const rankingRoutes = guarded.rankings.router({
  ...pointsRoutes,
  standing: guarded.rankings.standing.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { db } = app.database;
    const { groupId, level, period, ...some } = input;
    if (groupId !== undefined && (await findGroup(db, groupId)) === undefined) {
      throw errors.REFUSED(toldOf(unknownGroup(groupId)));
    }
    if (level !== undefined && !(await listLevels(db)).includes(level)) {
      throw errors.REFUSED(toldOf(levelUnknown(level)));
    }
    const scope =
      groupId !== undefined
        ? ({ kind: "group", groupId } as const)
        : level !== undefined
          ? ({ kind: "level", level } as const)
          : ({ kind: "school" } as const);
    const now = app.clock.now();
    const { from, to, count, lines } = await showStanding({ db, school: app.config.school, scope, period, some, now });
    return {
      from: from?.toString() ?? null,
      to: to.toString(),
      count,
      lines: lines.map(({ movement, ...line }) => ({ ...line, movement: movement ?? null })),
    };
  }),
  hold: guarded.rankings.hold.handler(async ({ context, input }) => {
    const { app } = context;
    const wish = { db: app.database.db, now: app.clock.now(), by: actorOf(context), ...input };
    return { changed: await holdRankings(wish) };
  }),
  levels: guarded.rankings.levels.handler(async ({ context }) => [...(await listLevels(context.app.database.db))]),
  published: guarded.rankings.published.handler(async ({ context, input }) =>
    (await listPublished(context.app.database.db, input)).map(shown),
  ),
  publishedOne: guarded.rankings.publishedOne.handler(async ({ context, input, errors }) => {
    const { db } = context.app.database;
    const [found] = await listPublished(db, { id: input.id, limit: 1 });
    if (found === undefined) throw errors.REFUSED(toldOf(noSuchRanking));
    const { ranking, message } = found;
    const picture = message === undefined ? undefined : await readFirstPicture(db, message.id);
    return {
      lines: inReadingOrder(await listLines(db, ranking.id)).map(({ studentId, name, points, rank, previousRank }) => ({
        studentId,
        name,
        points,
        rank,
        movement: movementOf(rank, previousRank, ranking.previousId !== null) ?? null,
      })),
      html: message?.html ?? null,
      picture: picture === undefined ? null : dataAddress(picture),
    };
  }),
});

function shown({ ranking, groupTitle, lines, message }: PublishedRanking) {
  return {
    id: ranking.id,
    groupId: ranking.groupId,
    groupTitle,
    period: ranking.period,
    from: ranking.from.toString(),
    to: ranking.to.toString(),
    lines,
    message:
      message === undefined
        ? null
        : {
            number: message.number,
            state: message.state,
            sentAt: message.sentAt?.toString() ?? null,
            editedAt: message.editedAt?.toString() ?? null,
            recalledAt: message.recalledAt?.toString() ?? null,
          },
  };
}
