import type pg from "pg";

/** A table of ours with its columns, generated ones left out. */
export interface BackedUpTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Every table, each after those that it refers to, so that rows can be put in without breaking a reference. */
export async function tablesInOrder(client: pg.ClientBase): Promise<readonly BackedUpTable[]> {
  const columns = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`);
  const references = await client.query<{ from: string; to: string }>(`
    select f.relname as "from", t.relname as "to"
      from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace and f.oid <> t.oid`);
  const waiting = new Map(columns.rows.map((row) => [row.name, row]));
  const ordered: BackedUpTable[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(
      (table) => !references.rows.some((each) => each.from === table.name && waiting.has(each.to)),
    );
    // Tables that refer to each other in a circle have no order: a schema of ours never has them.
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(", ")}`);
    for (const table of free) {
      ordered.push(table);
      waiting.delete(table.name);
    }
  }
  return ordered;
}
