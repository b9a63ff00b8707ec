import type { App } from "#app/parts.ts";
import { hashOf } from "#features/accounts/add-code.ts";
import { tokenStart } from "#features/accounts/token-rules.ts";
import { findToken, touchToken } from "#features/accounts/token-store.ts";

import type { Caller } from "./guard.ts";
import type { Logins } from "./logins.ts";

/** Who sends a request: by the token that it brings, else by the cookie; a bad token is never made good by a cookie. */
export async function callerOf({
  app,
  logins,
  headers,
}: {
  readonly app: App;
  readonly logins: Logins;
  readonly headers: Headers;
}): Promise<Caller | undefined> {
  const written = headers.get("authorization");
  return written === null ? await logins.callerOf(headers) : await tokenCaller(app, written);
}

async function tokenCaller({ database: { db }, clock }: App, written: string): Promise<Caller | undefined> {
  const [, token] = /^Bearer ([\w-]{20,200})$/.exec(written) ?? [];
  if (token === undefined || !token.startsWith(tokenStart)) return undefined;
  const now = clock.now();
  const found = await findToken(db, hashOf(token), now);
  if (found === undefined) return undefined;
  await touchToken(db, found.id, now);
  return { id: found.accountId, role: found.role, token: { id: found.id, scopes: found.scopes } };
}
