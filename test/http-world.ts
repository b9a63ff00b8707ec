import { acceptInvitation } from "#features/accounts/accept-invitation.ts";
import { addCode } from "#features/accounts/add-code.ts";
import type { Role } from "#features/accounts/rules.ts";
import { openLogins } from "#http/logins.ts";
import { startHttpServer } from "#http/server.ts";
import { systemClock } from "#lib/clock.ts";
import { openLogger } from "#lib/logger.ts";

import { openDemoRoom } from "../src/simulate/demo-room.ts";
import { checkWords, watchAudit } from "./audited.ts";
import { openWorld, type World } from "./world.ts";

/** A world with its web server, and people who are signed in. */
export interface HttpWorld {
  readonly world: World;
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  /** Makes an account and signs it in; gives the cookie. */
  signedIn(role: Role): Promise<string>;
  /** Asks as our own page would: JSON, our origin, and the cookie if any. */
  ask(method: string, path: string, options?: { readonly cookie?: string; readonly body?: object }): Promise<Response>;
  close(): Promise<void>;
}

/** The password of every account that a test makes. */
export const testPassword = "une phrase assez longue";

/** A morning between two schedules. */
const tuesday = "2026-01-13T10:00:00Z";

/** Opens the world and its server on a free port. */
export async function openHttpWorld({
  prepare,
  demoFolder,
  pageFolder,
  ...options
}: Parameters<typeof openWorld>[0] & {
  /** What the school has lived before its page opens, while only this moves its clock. */
  readonly prepare?: (world: World) => Promise<void>;
  /** Where the demo may be opened from the page; its time goes with the world's. */
  readonly demoFolder?: string;
  /** Another built page than that of `npm start`. */
  readonly pageFolder?: string;
} = {}): Promise<HttpWorld> {
  const world = await openWorld({ start: tuesday, ...options, settings: { ...options.settings, PORT: "0" } });
  await prepare?.(world);
  const { app } = world;
  const logger = openLogger("silent");
  const demo = demoFolder === undefined ? undefined : openDemoRoom({ folder: demoFolder, logger, time: world.clock });
  const server = await startHttpServer({
    app,
    version: "test",
    logger,
    ...(demo === undefined ? {} : { demo }),
    ...(pageFolder === undefined ? {} : { pageFolder }),
  });
  if (!server.ok) throw new Error(server.failure.what.en);
  const { address } = server.value;
  // Nobody here moves the clock, so it goes by itself: a job whose announcement was lost is found by the queue's own
  // look-around, as on any other day.
  const closing = new AbortController();
  const ticking = (async () => {
    while (!closing.signal.aborted) {
      await world.clock.pass(1_000);
      await systemClock.sleep(100);
    }
  })();
  const logins = openLogins({ app, secret: app.services.box.derive("logins"), isHttps: false });

  const audited = watchAudit(async () => {
    const { rows } = await world.database.pool.query("select coalesce(max(id), 0)::int as last from audit_lines");
    return Number(rows[0]?.last);
  });

  async function ask(
    method: string,
    path: string,
    { cookie, body }: { readonly cookie?: string; readonly body?: object } = {},
  ): Promise<Response> {
    const question = {
      method,
      headers: {
        origin: address,
        ...(cookie === undefined ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    return await audited.during(method, path, async () => await fetch(`${address}${path}`, question));
  }

  return {
    world,
    address,
    ask,
    async signedIn(role) {
      const { db } = app.database;
      const email = `${role}@ecole.example`;
      const { code } = await addCode(db, { now: world.clock.now(), by: "test", email, role });
      const made = await acceptInvitation({
        db,
        now: world.clock.now(),
        createAccount: logins.createAccount,
        code,
        name: role,
        email: undefined,
        password: testPassword,
      });
      if (!made.ok) throw new Error(made.failure.what.en);
      const answer = await ask("POST", "/api/auth/sign-in/email", { body: { email, password: testPassword } });
      const cookie = answer.headers.getSetCookie().map((one) => one.split(";")[0]);
      if (cookie.length === 0) throw new Error(`${role} could not sign in: ${answer.status}`);
      return cookie.join("; ");
    },
    async close() {
      closing.abort();
      await ticking;
      const lines = await world.database.pool.query(
        `select distinct action, field from audit_lines
           left join lateral jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) as field on true`,
      );
      await server.value.close();
      await demo?.close();
      await world.close();
      audited.check();
      checkWords(lines.rows);
    },
  };
}
