import { z } from "zod";

import { anyRole, owners, route } from "#http/route.ts";

import { passwordLength, roles } from "./rules.ts";
import { scopes } from "./token-rules.ts";

export { roles, type Role } from "./rules.ts";
export { scopes, type Scope } from "./token-rules.ts";

const role = z.enum(roles);
const account = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  twoFactor: z.boolean(),
});
const password = z.string().min(passwordLength.least).max(passwordLength.most);

/** Accounts of the people who sign in. */
export const accountsContract = {
  me: route.route({ method: "GET", path: "/me" }).meta({ access: anyRole }).output(account),
  accept: route
    .route({ method: "POST", path: "/invitations/accept" })
    .meta({ access: "public" })
    .input(
      z.object({
        code: z.string().min(1).max(100),
        name: z.string().trim().min(1).max(100),
        email: z.email().max(200).optional(),
        password,
      }),
    )
    .output(z.object({ email: z.string() })),
  list: route.route({ method: "GET", path: "/accounts" }).meta({ access: owners }).output(z.array(account)),
  invite: route
    .route({ method: "POST", path: "/invitations" })
    .meta({ access: owners })
    .input(z.object({ email: z.email().max(200), role }))
    .output(z.object({ code: z.string(), expiresAt: z.string() })),
  setRole: route
    .route({ method: "PATCH", path: "/accounts/{id}" })
    .meta({ access: owners })
    .input(z.object({ id: z.string(), role }))
    .output(z.object({})),
  remove: route
    .route({ method: "DELETE", path: "/accounts/{id}" })
    .meta({ access: owners })
    .input(z.object({ id: z.string() }))
    .output(z.object({})),
};

/** An instant, ISO 8601 in UTC. */
const instant = z.string();
const scope = z.enum(scopes);

/** Tokens for programs, and the description of what these can call. */
export const tokensContract = {
  list: route
    .route({ method: "GET", path: "/tokens" })
    .meta({ access: owners })
    .output(
      z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          /** Its first characters. */
          start: z.string(),
          scopes: z.array(z.string()),
          /** Whom it acts for. */
          account: z.string(),
          createdAt: instant,
          expiresAt: instant.nullable(),
          hasExpired: z.boolean(),
          lastUsedAt: instant.nullable(),
        }),
      ),
    ),
  make: route
    .route({ method: "POST", path: "/tokens" })
    .meta({ access: owners })
    .input(
      z.object({
        name: z.string().trim().min(1).max(100),
        scopes: z.array(scope).min(1),
        days: z.number().int().min(1).max(3_650).optional(),
      }),
    )
    /** The only time that the token is told. */
    .output(z.object({ id: z.string(), token: z.string() })),
  revoke: route
    .route({ method: "DELETE", path: "/tokens/{id}" })
    .meta({ access: owners })
    .input(z.object({ id: z.string().min(1).max(100) }))
    .output(z.object({})),
  /** The OpenAPI document. */
  document: route
    .route({ method: "GET", path: "/openapi.json" })
    .meta({ access: anyRole })
    .output(z.record(z.string(), z.unknown())),
};
