import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { twoFactor } from "better-auth/plugins";

import type { App } from "#app/parts.ts";
import type { CreateAccount } from "#features/accounts/ports.ts";
import { passwordLength, roles } from "#features/accounts/rules.ts";
import * as tables from "#features/accounts/tables.ts";
import type { Db } from "#database/open.ts";
import type { Secret } from "#lib/secrets.ts";

import type { Caller, CheckPassword } from "./guard.ts";
import { withoutTokens, withToken } from "./login-tokens.ts";
import { atMostWrong } from "./password-tries.ts";
import { peerHeader } from "./peer.ts";

/** Signing in and out, over better-auth. */
export interface Logins {
  /** Answers what is under `/api/auth`. */
  answer(request: Request): Promise<Response>;
  /** Who sends a request with these headers; `undefined` when nobody is signed in. */
  callerOf(headers: Headers): Promise<Caller | undefined>;
  readonly createAccount: CreateAccount;
  readonly checkPassword: CheckPassword;
}

/**
 * Opens the logins of an app.
 *
 * Nobody can sign up by themselves: accounts are made from invitations. Cookies are for this host and http only;
 * tries to sign in are counted in the database, so over all processes. Its own moments are the machine's clock.
 */
export function openLogins({
  app,
  secret,
  isHttps,
}: {
  readonly app: App;
  readonly secret: Secret;
  /** Whether the page is reached over HTTPS: cookies are then for HTTPS only, but on the machine itself. */
  readonly isHttps: boolean;
}): Logins {
  const authOver = (db: Db, overHttps: boolean) =>
    betterAuth({
      appName: "Carillon",
      secret: secret.reveal(),
      basePath: "/api/auth",
      baseURL: { allowedHosts: ["*"], protocol: overHttps ? "https" : "http" },
      telemetry: { enabled: false },
      logger: { disabled: true },
      database: drizzleAdapter(db, {
        provider: "pg",
        schema: {
          user: tables.accounts,
          session: tables.logins,
          account: tables.credentials,
          verification: tables.verifications,
          twoFactor: tables.twoFactors,
          rateLimit: tables.rateLimits,
        },
      }),
      user: { additionalFields: { role: { type: [...roles], required: true, input: false } } },
      emailAndPassword: {
        enabled: true,
        disableSignUp: true,
        minPasswordLength: passwordLength.least,
        maxPasswordLength: passwordLength.most,
      },
      session: { expiresIn: 60 * 60 * 24 * 14, updateAge: 60 * 60 * 24 },
      rateLimit: {
        enabled: true,
        storage: "database",
        window: 60,
        max: 120,
        customRules: {
          "/sign-in/email": { window: 60, max: 5 },
          "/two-factor/*": { window: 60, max: 5 },
        },
      },
      advanced: {
        cookiePrefix: "carillon",
        useSecureCookies: overHttps,
        ipAddress: { ipAddressHeaders: [peerHeader] },
        defaultCookieAttributes: { sameSite: "strict" },
      },
      plugins: [twoFactor({ issuer: "Carillon" })],
    });
  const ours = authOver(app.database.db, isHttps);
  const onMachine = isHttps ? authOver(app.database.db, false) : ours;
  const checkPassword = atMostWrong(app.clock, async (accountId, password) => {
    const { internalAdapter, password: passwords } = await ours.$context;
    const found = (await internalAdapter.findAccounts(accountId)).find(({ providerId }) => providerId === "credential");
    const hash = found?.password ?? undefined;
    return hash !== undefined && (await passwords.verify({ hash, password }));
  });
  const authFor = (headers: Headers) => (isFromMachine(headers) ? onMachine : ours);
  return {
    async answer(request) {
      const answered = await authFor(request.headers).handler(await withToken(request, app.database.db));
      return await withoutTokens(answered);
    },
    async callerOf(headers) {
      const found = await authFor(headers).api.getSession({ headers });
      return found === null ? undefined : { id: found.user.id, role: found.user.role };
    },
    checkPassword,
    async createAccount(tx, { name, email, password, role }) {
      const { internalAdapter, password: passwords } = await authOver(tx, isHttps).$context;
      const user = await internalAdapter.createUser(
        { name, email, role, emailVerified: true },
        { method: "email-password" },
      );
      await internalAdapter.linkAccount({
        userId: user.id,
        accountId: user.id,
        providerId: "credential",
        password: await passwords.hash(password),
      });
      return user.id;
    },
  };
}

/**
 * Whether the page was asked for on this machine itself, past the server in front: there is no HTTPS there, and a browser
 * would not keep a cookie that is for HTTPS only.
 */
function isFromMachine(headers: Headers): boolean {
  const isForwarded = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded"].some((name) =>
    headers.has(name),
  );
  const host = URL.parse(`http://${headers.get("host") ?? ""}`)?.hostname;
  return !isForwarded && host !== undefined && ["localhost", "127.0.0.1", "[::1]"].includes(host);
}
