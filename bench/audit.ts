import { listAuditLines } from "#features/audit/store.ts";

import { show, timed } from "./figure.ts";
import { openScratchDatabase } from "./scratch-database.ts";

/*
 * The audit of a school that changed 100,000 things: a search for a word that is in none of its lines, which has to
 * read them all, and the newest page. The median of five counts.
 */

const { db, pool, end } = await openScratchDatabase();
try {
  await pool.query(
    `insert into audit_lines (at, by, action, subject, before, after)
     select now() - make_interval(mins => n), 'user:u' || n % 5, 'message.reword', 'session 0190' || n,
       jsonb_build_object('html', repeat('Bonjour à tous, ', 8) || n), jsonb_build_object('html', repeat('À ce soir, ', 8) || n)
     from generate_series(100000, 1, -1) n`,
  );
  await pool.query("vacuum analyze audit_lines");
  const nowhere = "nobody ever wrote this";
  show({
    name: "a word that none of 100,000 lines of the audit holds",
    ours: await median(async () => await listAuditLines(db, { words: nowhere, limit: 101 })),
    unit: "ms",
    peer: {
      name: "looked for in the snapshots themselves",
      value: await median(
        async () =>
          await pool.query(
            "select id from audit_lines where subject ilike $1 or before::text ilike $1 or after::text ilike $1",
            [`%${nowhere}%`],
          ),
      ),
    },
    limit: { of: "value", atMost: 100 },
  });
  show({
    name: "the newest 100 of them",
    ours: await median(async () => await listAuditLines(db, { limit: 101 })),
    unit: "ms",
    limit: { of: "value", atMost: 100 },
  });
} finally {
  await end();
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let run = 0; run < 5; run += 1) all.push((await timed(work)).ms);
  return all.toSorted((one, other) => one - other)[2] ?? 0;
}
