import type { OpenDatabase } from "./open.ts";

/**
 * Which process runs the schedules, as it names itself; `undefined` when none does.
 *
 * It holds a connection of that name; an engine that was handed its database is told by its queue, which listens.
 */
export async function findEngine({ pool }: Pick<OpenDatabase, "pool">): Promise<string | undefined> {
  const { rows } = await pool.query(
    `select application_name as name from pg_stat_activity
      where application_name like 'carillon engine pid=%' and datname in (current_database(), 'postgres')
         or application_name = 'carillon jobs' and query ilike 'listen%' and datname = current_database()
      order by application_name limit 1`,
  );
  const name: unknown = rows[0]?.name;
  return typeof name === "string" ? name : undefined;
}
