import type { App } from "#app/parts.ts";

/** The link with which the first owner makes their account, below the page's `address`; `undefined` once there is one. */
export async function firstOwnerLink(app: App, address: string): Promise<string | undefined> {
  const { inviteFirstOwner } = await import("#features/accounts/invite-first-owner.ts");
  const code = await inviteFirstOwner({ db: app.database.db, now: app.clock.now() });
  return code === undefined ? undefined : `${address}/invitation#first-${code}`;
}
