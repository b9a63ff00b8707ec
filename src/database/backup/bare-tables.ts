import type pg from "pg";

/** What is made anew once the rows are in. */
interface Dressing {
  /** Takes it away. */
  readonly off: string;
  /** Puts it on again. */
  readonly on: string;
}

/**
 * Does `fill` while the tables have neither indexes nor keys, then makes them anew, in the caller's transaction: one that
 * is made of all its rows at once takes a fraction of the time of one that grows row by row. What the rows would break is
 * refused all the same, when the keys are put on. Throws what PostgreSQL then says.
 */
export async function fillBareTables<T>(client: pg.ClientBase, fill: () => Promise<T>): Promise<T> {
  const dressings = [
    ...(await constraintsOf(client, references)),
    ...(await constraintsOf(client, keys)),
    ...(await indexesOf(client)),
  ];
  await client.query(dressings.map(({ off }) => off).join(";\n"));
  const filled = await fill();
  // The last first: a reference needs the key that it points at.
  const backwards = dressings.toReversed();
  await client.query(backwards.map(({ on }) => on).join(";\n"));
  return filled;
}

/** Kinds of constraints, by the letters of `pg_constraint`. */
const references: readonly string[] = ["f"];
const keys: readonly string[] = ["p", "u", "x"];

async function constraintsOf(client: pg.ClientBase, kinds: readonly string[]): Promise<readonly Dressing[]> {
  const { rows } = await client.query<Dressing>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as off,
            format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as on
       from pg_constraint where connamespace = 'public'::regnamespace and contype = any($1)
      order by conrelid::regclass::text, conname`,
    [kinds],
  );
  return rows;
}

/** Those that belong to no key. */
async function indexesOf(client: pg.ClientBase): Promise<readonly Dressing[]> {
  const { rows } = await client.query<Dressing>(
    `select format('drop index %s', i.indexrelid::regclass) as off, pg_get_indexdef(i.indexrelid) as on
       from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relnamespace = 'public'::regnamespace
        and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype = any($1))
      order by c.relname`,
    [keys],
  );
  return rows;
}
