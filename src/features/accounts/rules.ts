/** What a person who signs in may do, from the most to the least. */
export const roles = ["owner", "operator", "coach", "viewer"] as const;

/** One of them. */
export type Role = (typeof roles)[number];

/**
 * Who may call a route: `"public"` is everybody, signed in or not; otherwise the roles named, and nobody else.
 */
export type Access = "public" | readonly Role[];

/** Whether somebody with this role (none: not signed in) may call a route. A route that names nobody is for nobody. */
export function mayCall(access: Access | undefined, role: Role | undefined): boolean {
  if (access === undefined) return false;
  if (access === "public") return true;
  return role !== undefined && access.includes(role);
}

/** How many characters a password has. Long rather than odd: length is what protects it. */
export const passwordLength = { least: 10, most: 200 } as const;

/** A code of an invitation is good for this many days. */
export const invitationDays = 7;
