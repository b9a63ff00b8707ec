/** What came of a step of signing in. */
export type SignIn = "in" | "second step" | Refused;

/** Why a step did not come about; after too many tries, how long the next one has to wait. */
export type Refused = "refused" | "offline" | { readonly waitSeconds: number };

/** What came of a change of one's own login. */
export type Changed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Refused };

/** Where somebody is signed in with this account. */
export interface Login {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly ipAddress?: string | null;
  readonly userAgent?: string | null;
  /** Whether it is this one. */
  readonly isHere: boolean;
}

/** Signs in with an address and a password; an account with two factors is asked for its code then. */
export async function signIn(email: string, password: string): Promise<SignIn> {
  const answer = await ask<{ readonly twoFactorRedirect?: boolean }>("/sign-in/email", { email, password });
  if (!answer.ok) return answer.why;
  return answer.value.twoFactorRedirect === true ? "second step" : "in";
}

/** The second step: the code of the telephone, or one of the codes for the day when it is lost. */
export async function giveCode(code: string, kind: "telephone" | "spare"): Promise<SignIn> {
  const path = kind === "telephone" ? "/two-factor/verify-totp" : "/two-factor/verify-backup-code";
  const answer = await ask(path, { code: code.replaceAll(" ", "") });
  return answer.ok ? "in" : answer.why;
}

/** Signs out, here and at the server. */
export async function signOut(): Promise<void> {
  await ask("/sign-out", {});
}

/** Begins a second factor: what the telephone scans, and the spare codes. It holds once a first code was given. */
export async function beginTwoFactor(
  password: string,
): Promise<Changed<{ readonly totpURI: string; readonly backupCodes: readonly string[] }>> {
  return await ask("/two-factor/enable", { password });
}

export async function endTwoFactor(password: string): Promise<Changed<unknown>> {
  return await ask("/two-factor/disable", { password });
}

/** Whoever is signed in elsewhere with this account is signed out. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<Changed<unknown>> {
  return await ask("/change-password", { currentPassword, newPassword, revokeOtherSessions: true });
}

export async function listLogins(): Promise<readonly Login[]> {
  const [all, here] = await Promise.all([
    read<readonly Omit<Login, "isHere">[]>("/list-sessions"),
    read<{ readonly session: { readonly id: string } } | null>("/get-session"),
  ]);
  return all.map((one) => ({ ...one, isHere: one.id === here?.session.id }));
}

export async function endLogin(id: string): Promise<Changed<unknown>> {
  return await ask("/revoke-session", { id });
}

async function read<T>(path: string): Promise<T> {
  const answer = await fetch(`/api/auth${path}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as T;
}

/** Tries are counted over so many seconds. */
const longestWait = 60;

async function ask<T>(path: string, body: object): Promise<Changed<T>> {
  try {
    const answer = await fetch(`/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.ok) return { ok: true, value: (await answer.json()) as T };
    if (answer.status !== 429) return { ok: false, why: "refused" };
    return { ok: false, why: { waitSeconds: Math.max(1, Number(answer.headers.get("x-retry-after") ?? longestWait)) } };
  } catch {
    return { ok: false, why: "offline" };
  }
}
