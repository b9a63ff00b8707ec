import type { Db } from "#database/open.ts";

import type { Role } from "./rules.ts";

/** Makes an account with its password hashed, within the caller's transaction; gives its id. */
export type CreateAccount = (
  tx: Db,
  account: { readonly name: string; readonly email: string; readonly password: string; readonly role: Role },
) => Promise<string>;
