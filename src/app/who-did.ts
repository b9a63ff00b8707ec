import { listAccounts } from "#features/accounts/store.ts";
import { listTokenNames } from "#features/accounts/token-store.ts";
import type { Db } from "#database/open.ts";

/**
 * Who stands behind an actor of the audit (`user:…`, `token:…`): the name of the account or of the token where there is
 * one, else the actor as kept.
 */
export async function whoDid(db: Db): Promise<(actor: string) => string> {
  const [people, programs] = await Promise.all([listAccounts(db), listTokenNames(db)]);
  const names = new Map<string, string>([
    ...people.map(({ id, name }) => [`user:${id}`, name] as const),
    ...programs.map(({ id, name }) => [`token:${id}`, name] as const),
  ]);
  return (actor) => names.get(actor) ?? actor;
}
