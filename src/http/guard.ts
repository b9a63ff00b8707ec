import { implement } from "@orpc/server";

import type { Live } from "#app/live.ts";
import type { App } from "#app/parts.ts";
import { mayCall, type Role } from "#features/accounts/rules.ts";
import type { CreateAccount } from "#features/accounts/ports.ts";
import type { Failure } from "#lib/failure.ts";

import { contract } from "./contract.ts";

/** Who asks, when they signed in. */
export interface Caller {
  readonly id: string;
  readonly role: Role;
}

/** What every route is given. */
export interface RouteContext {
  readonly app: App;
  readonly live: Live;
  readonly caller: Caller | undefined;
  readonly createAccount: CreateAccount;
}

/**
 * The routes to be filled in. Before any of them runs, and before its input is read, the caller's role is held
 * against the roles that its contract names: all is denied by default.
 */
export const guarded = implement(contract)
  .$context<RouteContext>()
  .use(async ({ context, procedure, next, errors }) => {
    const { access } = procedure["~orpc"].meta;
    if (mayCall(access, context.caller?.role)) return await next();
    throw context.caller === undefined ? errors.NOT_SIGNED_IN() : errors.NOT_ALLOWED();
  });

/** Who made a change, for the audit. Only routes that demand a role ask. */
export function actorOf({ caller }: RouteContext): string {
  if (caller === undefined) throw new Error("a public route asked who calls it");
  return `user:${caller.id}`;
}

/** What a refusal says to the outside: everything but its technical cause. */
export function toldOf({ code, what, remedy, place, present }: Failure) {
  return {
    data: {
      code,
      what,
      remedy,
      ...(place === undefined ? {} : { place }),
      ...(present === undefined ? {} : { present: { version: present.version, fields: { ...present.fields } } }),
    },
  };
}
