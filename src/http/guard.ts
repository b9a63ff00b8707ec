import { implement } from "@orpc/server";

import type { DemoRoom } from "#app/demo.ts";
import type { Live } from "#app/live.ts";
import type { App } from "#app/parts.ts";
import { mayCall, type Role } from "#features/accounts/rules.ts";
import { tokenAllows, type Scope } from "#features/accounts/token-rules.ts";
import type { CreateAccount } from "#features/accounts/ports.ts";
import type { Failure } from "#lib/failure.ts";
import type { Logger } from "#lib/logger.ts";

import { contract } from "./contract.ts";
import { toldOnPage } from "./page-words.ts";
import { readers } from "./route.ts";

/** Who asks, when they signed in. */
export interface Caller {
  readonly id: string;
  readonly role: Role;
  /** When a program calls for them: its token, which allows less than the role does. */
  readonly token?: { readonly id: string; readonly scopes: readonly string[] };
}

/** What every route is given. */
export interface RouteContext {
  /** What the page shows: this installation, or the demo that was opened in its place. */
  readonly app: App;
  readonly live: Live;
  /** This installation, whatever is shown. */
  readonly own: App;
  /** Absent where no demo can be opened. */
  readonly demo: DemoRoom | undefined;
  readonly caller: Caller | undefined;
  readonly createAccount: CreateAccount;
  readonly checkPassword: CheckPassword;
  readonly logger: Logger;
}

/** Whether a password is an account's; after some wrong ones nothing is tried for a while. */
export type CheckPassword = (accountId: string, password: string) => Promise<"right" | "wrong" | "too many">;

/** Areas that are about this installation also while the demo is shown: who signs in does so here. */
const atHome: ReadonlySet<string> = new Set(["accounts", "tokens", "demo"]);

/**
 * The routes to be filled in. Before any of them runs, and before its input is read, the caller's role is held
 * against the roles that its contract names: all is denied by default.
 */
export const guarded = implement(contract)
  .$context<RouteContext>()
  .use(async ({ context, procedure, path, next, errors }) => {
    const { meta, route } = procedure["~orpc"];
    const [area = ""] = path;
    const { access } = meta;
    const token = context.caller?.token;
    const isWithin = token === undefined || tokenAllows(token.scopes, area, route.method ?? "POST");
    if (isWithin && mayCall(access, context.caller?.role)) {
      // Programs never meet the demo.
      const isHome = token !== undefined || atHome.has(area);
      return await next({ context: { app: isHome ? context.own : context.app } });
    }
    throw context.caller === undefined ? errors.NOT_SIGNED_IN() : errors.NOT_ALLOWED();
  });

/** Whether somebody may read the figures for Prometheus: those who see the whole school, and tokens made for it. */
export function mayReadMetrics(caller: Caller | undefined): boolean {
  if (caller === undefined || !readers.includes(caller.role)) return false;
  return caller.token === undefined || caller.token.scopes.includes("metrics:read" satisfies Scope);
}

/** Who made a change, for the audit. Only routes that demand a role ask. */
export function actorOf({ caller }: RouteContext): string {
  if (caller === undefined) throw new Error("a public route asked who calls it");
  return caller.token === undefined ? `user:${caller.id}` : `token:${caller.token.id}`;
}

/** What a refusal says to the outside: everything but its technical cause, with pages in the place of commands. */
export function toldOf({ code, what, remedy, place, present }: Failure) {
  return {
    data: {
      code,
      ...toldOnPage({ what, remedy }),
      ...(place === undefined ? {} : { place }),
      ...(present === undefined ? {} : { present: { version: present.version, fields: { ...present.fields } } }),
    },
  };
}
