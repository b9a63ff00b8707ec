import { listAccounts } from "#features/accounts/store.ts";
import type { Db } from "#database/open.ts";

/** Who stands behind an actor of the audit (`user:…`): the account's name where there is one, else the actor as kept. */
export async function whoDid(db: Db): Promise<(actor: string) => string> {
  const names = new Map((await listAccounts(db)).map((account) => [`user:${account.id}`, account.name]));
  return (actor) => names.get(actor) ?? actor;
}
