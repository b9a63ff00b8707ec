import { openZoom } from "#adapters/zoom/open-zoom.ts";
import { limitOf, type Pace } from "#adapters/zoom/pace.ts";
import type { TokenShelf, TokenStore } from "#adapters/zoom/token.ts";
import type { Db } from "#database/open.ts";
import type { RateLabel, ZoomPlan, ZoomPort } from "#features/meetings/ports.ts";
import {
  holdZoomTurns,
  readZoomToken,
  renewingZoomToken,
  takeZoomTurns,
  writeZoomToken,
} from "#features/meetings/zoom-store.ts";
import type { Clock, Instant } from "#lib/clock.ts";
import { idFrom } from "#lib/ids.ts";
import type { SealedBox } from "#lib/sealed-box.ts";
import type { ZoomConfig } from "../settings/zoom-config.ts";

/** What a sealed token is sealed for. */
const purpose = "zoom.token";

/** The school's Zoom: its token, sealed, and its pace are in the database, shared by every process. */
export function openZoomAccount({
  zoom,
  db,
  clock,
  box,
  timeoutMs,
}: {
  readonly zoom: ZoomConfig;
  readonly db: Db;
  readonly clock: Clock;
  readonly box: SealedBox;
  /** How long an answer may take, in real milliseconds. */
  readonly timeoutMs: number;
}): ZoomPort {
  // Another app or address has tokens of its own; Zoom's limits are the account's, over all its apps.
  const app = idFrom("zoom", zoom.oauthBase, zoom.accountId, zoom.clientId);
  return openZoom({
    ...zoom,
    timeoutMs,
    clock,
    tokens: tokensIn(db, app, box),
    pace: paceIn({ db, account: idFrom("zoom", zoom.apiBase, zoom.accountId), plan: zoom.plan, clock }),
  });
}

function tokensIn(db: Db, account: string, box: SealedBox): TokenStore {
  const shelfOver = (handle: Db): TokenShelf => ({
    async read() {
      const row = await readZoomToken(handle, account);
      const accessToken = row === undefined ? undefined : box.open(row.sealed, purpose);
      // Sealed with another key: it is as if there were none, and a new one is asked for.
      if (row === undefined || accessToken === undefined) return undefined;
      return { accessToken, obtainedAt: row.obtainedAt, expiresAt: row.expiresAt };
    },
    async write({ accessToken, obtainedAt, expiresAt }) {
      await writeZoomToken(handle, account, { sealed: box.seal(accessToken, purpose), obtainedAt, expiresAt });
    },
  });
  return {
    read: shelfOver(db).read,
    renewing: async (renew) => await renewingZoomToken(db, account, async (tx) => await renew(shelfOver(tx))),
  };
}

function paceIn({
  db,
  account,
  plan,
  clock,
}: {
  readonly db: Db;
  readonly account: string;
  readonly plan: ZoomPlan;
  readonly clock: Clock;
}): Pace {
  const waiting = new Map<RateLabel, PromiseWithResolvers<Instant | undefined>[]>();
  const asking = new Set<RateLabel>();

  /** Whoever waits while the database is asked is asked for together, the next time: one statement for many turns. */
  async function ask(label: RateLabel): Promise<void> {
    if (asking.has(label)) return;
    asking.add(label);
    for (let served = waiting.get(label) ?? []; served.length > 0; served = waiting.get(label) ?? []) {
      waiting.delete(label);
      const limit = limitOf(plan, label);
      try {
        const turns = { account, label, now: clock.now(), howMany: served.length, ...limit };
        const first = await takeZoomTurns(db, turns);
        for (const [place, { resolve }] of served.entries()) {
          resolve(first?.add({ milliseconds: Math.ceil(limit.everyMs * place) }));
        }
      } catch (error) {
        // A database that is gone fails everybody who waits for it.
        for (const { reject } of served) reject(error);
      }
    }
    asking.delete(label);
  }

  return {
    async turn(label) {
      const mine = Promise.withResolvers<Instant | undefined>();
      waiting.set(label, [...(waiting.get(label) ?? []), mine]);
      void ask(label);
      const at = await mine.promise;
      return at === undefined ? "spent" : { waitMs: Math.max(0, clock.now().until(at).total("milliseconds")) };
    },
    async hold(label, ms) {
      await holdZoomTurns(db, account, label, clock.now().add({ milliseconds: Math.ceil(ms) }));
    },
  };
}
