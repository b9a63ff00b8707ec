import type { TimeZone } from "#lib/ids.ts";

// The flags that every command runs with; what is large is loaded after them, as there.
await import("../src/cli/small-footprint.js");
const [{ sql }, { recountPoints }, { publishGroupRankings }, { timeZone }, { show, timed }, { openScratchDatabase }] =
  await Promise.all([
    import("drizzle-orm"),
    import("#features/rankings/recount-points.ts"),
    import("#features/rankings/store.ts"),
    import("#lib/ids.ts"),
    import("./figure.ts"),
    import("./scratch-database.ts"),
  ]);

/**
 * 5,000 groups of 20 students: 1,000,000 participation rows (messages and attendances) counted into the ledger, and
 * 1,000,000 ledger lines ranked, each beside the bare SQL that groups, ranks and keeps the same rows on the same
 * database in the same run. Each ranking runs three times in turn; the median counts.
 */
const groups = Number(process.env["CARILLON_GROUPS"] ?? "5000");
const studentsPerGroup = 20;
const zone = timeZone("Africa/Abidjan") as TimeZone;
const cutOff = Temporal.Instant.from("2026-03-31T20:00:00Z");

/** The facts as bare SQL groups them: what every way of counting has to do, without any rule of the school. */
const bareFacts = `
  select student_id, group_id, 'messages:' || (at at time zone 'UTC')::date as source, least(count(*), 10)::int as points,
    'message' as reason, date_trunc('day', min(at)) as fact_at
  from heard_messages where at > '2026-02-24' group by student_id, group_id, (at at time zone 'UTC')::date
  union all
  select a.student_id, s.group_id, 'attendance:' || s.id, 10, 'attendance', s.starts_at
  from attendances a join sessions s on s.id = a.session_id where a.present`;

const { db, pool, end } = await openScratchDatabase();
try {
  await fill();
  await counting();
  await ranking();
} finally {
  await end();
}

async function run(statement: string): Promise<void> {
  await pool.query(statement);
}

/** The school, its messages (190 a group) and its attendances (10 a group). */
async function fill(): Promise<void> {
  await run(`insert into groups (id, chat_id, title, language, audience_zones, active, created_at)
    select 'g' || g, '-' || g, 'Group ' || g, 'fr', '{}', true, '2026-01-01' from generate_series(1, ${groups}) g`);
  await run(`insert into students (id, display_name, created_at)
    select 's' || g || '-' || s, 'Student ' || s, '2026-01-01'
    from generate_series(1, ${groups}) g, generate_series(1, ${studentsPerGroup}) s`);
  await run(`insert into memberships (group_id, student_id, since)
    select 'g' || g, 's' || g || '-' || s, '2026-01-01'
    from generate_series(1, ${groups}) g, generate_series(1, ${studentsPerGroup}) s`);
  await run(`insert into coaches (id, name, created_at) values ('c', 'Coach', '2026-01-01')`);
  await run(`insert into courses (id, key, title, group_id, created_at)
    select 'k' || g, 'k' || g, 'Course', 'g' || g, '2026-01-01' from generate_series(1, ${groups}) g`);
  await run(`insert into sessions (id, course_id, coach_id, group_id, date, starts_at, ends_at, status, created_at)
    select 'x' || g, 'k' || g, 'c', 'g' || g, '2026-03-31', '2026-03-31 18:00Z', '2026-03-31 19:00Z', 'scheduled',
      '2026-01-01' from generate_series(1, ${groups}) g`);
  await run(`insert into collections (session_id, collected_at) select id, ends_at from sessions`);
  await run(`insert into attendances (session_id, student_id, minutes, share, present)
    select 'x' || g, 's' || g || '-' || s, 50, 0.8, s % 5 > 0
    from generate_series(1, ${groups}) g, generate_series(1, 10) s`);
  await run(`insert into heard_messages (group_id, telegram_message_id, student_id, at)
    select 'g' || g, m, 's' || g || '-' || (1 + m % ${studentsPerGroup}),
      timestamptz '2026-03-31 19:00Z' - make_interval(mins => m * 211)
    from generate_series(1, ${groups}) g, generate_series(1, 190) m`);
  await run("vacuum analyze");
}

async function count(): Promise<number> {
  return await recountPoints({ db, school: { timeZone: zone }, until: cutOff, recordedAt: cutOff });
}

/** Facts into the ledger, and again with nothing to do; the peers keep the same lines with the same keys. */
async function counting(): Promise<void> {
  await run(`create table bare_ledger (like point_entries including all);
    alter table bare_ledger add foreign key (student_id) references students, add foreign key (group_id) references groups`);
  const filling = await timed(async () =>
    run(`insert into bare_ledger (student_id, group_id, points, reason, source, recorded_at, fact_at, details)
      select student_id, group_id, points, reason, source, now(), fact_at, '{}' from (${bareFacts}) f`),
  );
  const first = await timed(count);
  // As the server does by itself within a minute of so many new lines.
  await run("analyze point_entries; analyze bare_ledger");
  const again = await timed(count);
  const comparing = await timed(async () =>
    run(`select count(*) from (${bareFacts}) f full join (
        select student_id, group_id, source, sum(points)::int as points from bare_ledger group by 1, 2, 3) h
      using (student_id, group_id, source) where f.points is distinct from h.points`),
  );
  await run("drop table bare_ledger");
  show({
    name: `${first.value} points from ${groups * 200} rows into the ledger`,
    ours: first.ms,
    unit: "ms",
    peer: { name: "bare SQL into a table with the same keys", value: filling.ms },
    limit: { of: "ratio", atMost: 1.5 },
  });
  show({
    name: "the same again, nothing to append",
    ours: again.ms,
    unit: "ms",
    peer: { name: "bare SQL that groups and compares", value: comparing.ms },
    limit: { of: "ratio", atMost: 1.5 },
  });
}

/** The ledger into rankings. */
async function ranking(): Promise<void> {
  await run("truncate point_entries, ranking_lines, rankings");
  await run(`insert into point_entries (student_id, group_id, points, reason, source, recorded_at)
    select 's' || g || '-' || (1 + n % ${studentsPerGroup}), 'g' || g, 1 + n * 7 % 13, 'bonus', 'grant:' || n,
      timestamptz '2026-03-31 19:00Z' - make_interval(mins => n)
    from generate_series(1, ${groups}) g, generate_series(1, 200) n`);
  await run("vacuum analyze point_entries");
  const [half, whole, bare]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < 3; round += 1) {
    bare.push(await bareRanking());
    whole.push(await ourRanking());
  }
  await run(`update groups set active = false where right(id, 1) in ('1', '3', '5', '7', '9')`);
  for (let round = 0; round < 3; round += 1) half.push(await ourRanking());
  show({
    name: `${groups} rankings over ${groups * 200} ledger lines`,
    ours: median(whole),
    unit: "ms",
    peer: { name: "bare SQL", value: median(bare) },
    limit: { of: "ratio", atMost: 1.5 },
  });
  show({
    name: "twice the rows against half of them",
    ours: median(whole),
    unit: "ms",
    peer: { name: "half", value: median(half) },
    limit: { of: "ratio", atMost: 2.5 },
  });
  const megabytes = process.resourceUsage().maxRSS / 1024;
  show({
    name: "memory of the process at its highest",
    ours: megabytes,
    unit: "MB",
    limit: { of: "value", atMost: 300 },
  });
}

async function ourRanking(): Promise<number> {
  await run("truncate ranking_lines, rankings");
  const { ms } = await timed(async () => await publishGroupRankings(db, { period: "day", start: undefined, cutOff }));
  const { rows } = await db.execute(sql`select count(*)::int as kept from rankings`);
  if (Number(rows[0]?.["kept"]) === 0) throw new Error("nothing was ranked");
  return ms;
}

/** The same sums, ranks and rows kept, with the same keys, and no rule of the school. */
async function bareRanking(): Promise<number> {
  await run("drop table if exists bare_lines; drop table if exists bare_rankings");
  await run(`create table bare_rankings (id text primary key, group_id text references groups (id), to_at timestamptz);
    create table bare_lines (ranking_id text references bare_rankings (id), student_id text references students (id),
      rank int, points int, name text, primary key (ranking_id, student_id));
    create index on bare_lines (student_id)`);
  const { ms } = await timed(async () =>
    run(`with kept as (insert into bare_rankings select gen_random_uuid()::text, id, now() from groups returning id, group_id)
      insert into bare_lines
      select k.id, s.student_id, rank() over (partition by s.group_id order by s.points desc), s.points, p.display_name
      from (select group_id, student_id, sum(points) as points from point_entries
        where recorded_at <= '2026-03-31 20:00Z' group by 1, 2) s
      join kept k on k.group_id = s.group_id join students p on p.id = s.student_id`),
  );
  return ms;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
