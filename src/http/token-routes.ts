import { makeToken } from "#features/accounts/make-token.ts";
import { revokeToken } from "#features/accounts/revoke-token.ts";
import { listTokens } from "#features/accounts/token-store.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";
import { openApiDocument } from "./openapi-document.ts";

/** The routes of tokens, and the description of the API. */
export const tokenRoutes = guarded.tokens.router({
  list: guarded.tokens.list.handler(async ({ context: { app } }) => {
    const now = app.clock.now();
    return (await listTokens(app.database.db)).map((row) => ({
      id: row.id,
      name: row.name,
      start: row.start,
      scopes: row.scopes,
      account: row.accountName,
      createdAt: row.createdAt.toString(),
      expiresAt: row.expiresAt?.toString() ?? null,
      hasExpired: row.expiresAt !== null && Temporal.Instant.compare(row.expiresAt, now) <= 0,
      lastUsedAt: row.lastUsedAt?.toString() ?? null,
    }));
  }),
  make: guarded.tokens.make.handler(async ({ context, input }) => {
    const { app, caller } = context;
    const { name, scopes, days } = input;
    const accountId = caller?.id ?? "";
    const by = actorOf(context);
    return await makeToken({ db: app.database.db, now: app.clock.now(), by, accountId, name, scopes, days });
  }),
  revoke: guarded.tokens.revoke.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const revoked = await revokeToken({
      db: app.database.db,
      now: app.clock.now(),
      by: actorOf(context),
      id: input.id,
    });
    if (!revoked.ok) throw errors.REFUSED(toldOf(revoked.failure));
    return {};
  }),
  document: guarded.tokens.document.handler(async ({ context: { app } }) => await openApiDocument(app)),
});
