import { z } from "zod";

import { anyRole, owners, route } from "#http/route.ts";

import { passwordLength, roles } from "./rules.ts";

export type { Role } from "./rules.ts";

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
