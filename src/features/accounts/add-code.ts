import { createHash, randomBytes } from "node:crypto";

import type { Db } from "#database/open.ts";
import type { Instant } from "#lib/clock.ts";
import { newId } from "#lib/ids.ts";

import { invitationDays, type Role } from "./rules.ts";
import { addInvitation } from "./store.ts";

/** Adds an invitation, and gives its code: nobody can read it again. */
export async function addCode(
  tx: Db,
  what: { readonly now: Instant; readonly by: string; readonly email: string | null; readonly role: Role },
) {
  const code = randomBytes(24).toString("base64url");
  const expiresAt = what.now.add({ hours: 24 * invitationDays });
  await addInvitation(tx, {
    id: newId(),
    codeHash: hashOf(code),
    email: what.email,
    role: what.role,
    invitedBy: what.by,
    createdAt: what.now,
    expiresAt,
  });
  return { code, expiresAt };
}

/** What the database keeps of a code. */
export function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
