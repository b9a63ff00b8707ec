import { body, importing, rules, sample, sessions, store, type Sample } from "./sample.ts";

/** DESIGN section 3, law 4 and the globals of law 3: time and the outside. */
export const clockSamples: readonly Sample[] = [
  ...(
    [
      ["new Date()", "new Date(0)", "pass it in"],
      ["new globalThis.Date()", "new Date('2026-01-05T07:00:00Z')", "pass it in"],
      ["Date()", "Date.UTC(2026, 0, 5)", "pass it in"],
      ["Date.now()", "clock.now()", "pass it in"],
      ["[1].map(Date.now)", "[1].map(clock.now)", "src/lib/clock.ts"],
      ["Temporal.Now.instant()", "Temporal.Instant.from('2026-01-05T07:00:00Z')", "pass it in"],
      ["Temporal.Now.timeZoneId()", "Temporal.PlainDate.from('2026-01-05')", "never the machine's"],
      ["performance.now()", "clock.now()", "measure in bench/"],
      ["process.hrtime.bigint()", "clock.now()", "measure in bench/"],
      ["new Date(2026, 0, 5)", "new Date(0)", "instant.toZonedDateTimeISO(zone)"],
      ["new Date(0).getHours()", "new Date(0).getTime()", "instant.toZonedDateTimeISO(zone)"],
      ["new Intl.DateTimeFormat('fr')", "new Intl.DateTimeFormat('fr', { timeZone: 'UTC' })", "Give it { timeZone }"],
    ] as const
  ).flatMap(([bad, good, remedy]) =>
    ["src/http/server.ts", "test/world.ts", "tools/report.ts"].map((place) =>
      sample(
        "laws(clock)",
        `${bad} in ${place}`,
        body(place, `export const x = (clock: any) => [clock, ${bad}];`),
        remedy,
        body(place, `export const x = (clock: any) => [clock, ${good}];`),
      ),
    ),
  ),
  sample(
    "laws(clock)",
    "the clock taken apart",
    body("src/app.ts", `export const { Now } = Temporal;`),
    "pass it in",
    body("src/app.ts", `export const { Instant } = Temporal;`),
  ),
  sample(
    "laws(clock)",
    "a stopwatch has its place",
    body("src/app.ts", `export const x = performance.now();`),
    "measure in bench/",
    body("bench/start.ts", `export const x = performance.now();`),
  ),
  sample(
    "laws(clock)",
    "bench reads the time as others do",
    body("bench/start.ts", `export const x = Date.now();`),
    "src/lib/clock.ts",
    body("src/lib/clock.ts", `export const x = () => [Temporal.Now.instant(), Date.now(), new Date()];`),
  ),
  sample(
    "laws(clock)",
    "a test waits for real",
    body("test/world.ts", `setTimeout(() => {}, 5);\nexport const x = 1;`),
    "clock.sleep(ms, signal)",
    body("test/world.ts", `export const x = (clock: any) => clock.sleep(5);`),
  ),
  sample(
    "laws(clock)",
    "a feature waits for real",
    importing(sessions, `import { setTimeout } from "node:timers/promises";`),
    "clock.sleep(ms, signal)",
    importing("src/adapters/zoom/client.ts", `import { setTimeout } from "node:timers/promises";`),
  ),
  sample(
    "laws(clock)",
    "the database's clock",
    body(store, `export const x = (sql: any) => sql\`select now()\`;`),
    "give the query the Instant",
    body(store, "export const x = (sql: any, at: string) => sql`select ${at}`;"),
  ),
  sample(
    "laws(clock)",
    "a default of the database's clock",
    body("src/features/sessions/tables.ts", `export const x = (instant: any) => instant("at").defaultNow();`),
    "write the Instant",
    body("src/features/sessions/tables.ts", `export const x = (instant: any) => instant("at").notNull();`),
  ),

  sample(
    "laws(outside-globals)",
    "a feature fetches",
    body(sessions, `export const planSessions = () => fetch("https://zoom.us");`),
    "write the request in src/adapters/<service>/",
    body("src/adapters/zoom/client.ts", `export const client = () => fetch("https://zoom.us");`),
  ),
  sample(
    "laws(outside-globals)",
    "fetch by its full name",
    body(sessions, `export const planSessions = () => globalThis.fetch("https://zoom.us");`),
    "src/adapters/<service>/",
    body(sessions, `export const planSessions = (port: any) => port.fetch("week");`),
  ),
  sample(
    "laws(outside-globals)",
    "a feature reads the environment",
    body(sessions, `export const planSessions = () => process.env.SCHOOL;`),
    "src/config.ts",
    body("src/config.ts", `export const config = () => process.env.SCHOOL;`),
  ),
  sample(
    "laws(outside-globals)",
    "a rule draws lots",
    body(rules, `export const pick = () => Math.random();`),
    "pass the result as an argument",
    body(rules, `export const pick = (lot: number) => Math.floor(lot);`),
  ),
  sample(
    "laws(outside-globals)",
    "a rule prints",
    body(rules, `export const tell = () => console.log("x");`),
    "Let the use case do it",
    body("src/cli/plan.ts", `export const plan = () => console.log("x");`),
  ),
];
