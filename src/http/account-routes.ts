import { acceptInvitation } from "#features/accounts/accept-invitation.ts";
import { changeAccount } from "#features/accounts/change-account.ts";
import { inviteAccount } from "#features/accounts/invite-account.ts";
import { findAccount, listAccounts, type AccountRow } from "#features/accounts/store.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";

/** The routes of the people who sign in. */
export const accountRoutes = guarded.accounts.router({
  me: guarded.accounts.me.handler(async ({ context, errors }) => {
    const row = await findAccount(context.app.database.db, context.caller?.id ?? "");
    if (row === undefined) throw errors.NOT_SIGNED_IN();
    return shown(row);
  }),
  accept: guarded.accounts.accept.handler(async ({ context, input, errors }) => {
    const { app, createAccount } = context;
    const accepted = await acceptInvitation({
      db: app.database.db,
      now: app.clock.now(),
      createAccount,
      code: input.code,
      name: input.name,
      email: input.email,
      password: input.password,
    });
    if (!accepted.ok) throw errors.REFUSED(toldOf(accepted.failure));
    return { email: accepted.value.email };
  }),
  list: guarded.accounts.list.handler(async ({ context }) => (await listAccounts(context.app.database.db)).map(shown)),
  invite: guarded.accounts.invite.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const email = input.email.toLowerCase();
    const by = actorOf(context);
    const made = await inviteAccount({ db: app.database.db, now: app.clock.now(), by, email, role: input.role });
    if (!made.ok) throw errors.REFUSED(toldOf(made.failure));
    return { code: made.value.code, expiresAt: made.value.expiresAt.toString() };
  }),
  setRole: guarded.accounts.setRole.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const { id, role } = input;
    const changed = await changeAccount({ db: app.database.db, now: app.clock.now(), by: actorOf(context), id, role });
    if (!changed.ok) throw errors.REFUSED(toldOf(changed.failure));
    return {};
  }),
  remove: guarded.accounts.remove.handler(async ({ context, input, errors }) => {
    const { app } = context;
    const removed = await changeAccount({
      db: app.database.db,
      now: app.clock.now(),
      by: actorOf(context),
      id: input.id,
    });
    if (!removed.ok) throw errors.REFUSED(toldOf(removed.failure));
    return {};
  }),
});

function shown({ id, name, email, role, twoFactorEnabled }: AccountRow) {
  return { id, name, email, role, twoFactor: twoFactorEnabled ?? false };
}
