import { bigint, boolean, index, integer, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";

import { instant } from "#database/columns.ts";

import type { Role } from "./rules.ts";

// The first six are better-auth's: their property names are its own, and its moments are `Date`s.
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** People who sign in to the page. */
export const accounts = pgTable("accounts", {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text(),
  role: text().$type<Role>().notNull().default("viewer"),
  twoFactorEnabled: boolean("two_factor_enabled").default(false),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
});

/** Who is signed in, where. */
export const logins = pgTable(
  "logins",
  {
    id: text().primaryKey(),
    token: text().notNull().unique(),
    userId: text("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    expiresAt: moment("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("logins_account").on(table.userId)],
);

/** How an account proves who it is: its password, hashed. */
export const credentials = pgTable(
  "credentials",
  {
    id: text().primaryKey(),
    accountId: text("provider_account_id").notNull(),
    providerId: text("provider").notNull(),
    userId: text("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: moment("access_token_expires_at"),
    refreshTokenExpiresAt: moment("refresh_token_expires_at"),
    scope: text(),
    password: text(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("credentials_account").on(table.userId)],
);

/** What waits to be confirmed: a second factor that was asked for. */
export const verifications = pgTable(
  "verifications",
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("verifications_identifier").on(table.identifier)],
);

/** The second factor of an account, encrypted. */
export const twoFactors = pgTable("two_factors", {
  id: text().primaryKey(),
  secret: text().notNull(),
  backupCodes: text("backup_codes").notNull(),
  userId: text("account_id")
    .notNull()
    .references(() => accounts.id, { onDelete: "cascade" }),
  verified: boolean().default(true),
  failedVerificationCount: integer("failed_verification_count").default(0),
  lockedUntil: moment("locked_until"),
});

/** How often an address tried to sign in lately. */
export const rateLimits = pgTable("rate_limits", {
  id: text().primaryKey(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: bigint("last_request", { mode: "number" }).notNull(),
});

/** A code that lets one person make their account: the first owner's is told in the terminal. */
export const invitations = pgTable(
  "invitations",
  {
    id: text().primaryKey(),
    /** SHA-256 of the code, in hex: who reads the database cannot use it. */
    codeHash: text("code_hash").notNull().unique(),
    /** Absent for the first owner, who says it when accepting. */
    email: text(),
    role: text().$type<Role>().notNull(),
    invitedBy: text("invited_by").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
  },
  (table) => [
    // One open door for the first owner, not one a restart.
    uniqueIndex("invitations_first_owner")
      .on(table.invitedBy)
      .where(sql`invited_by = 'terminal' and accepted_at is null`),
  ],
);

/** What programs call the API with. A token acts for the account that made it, within its scopes. */
export const apiTokens = pgTable("api_tokens", {
  id: text().primaryKey(),
  name: text().notNull(),
  accountId: text("account_id")
    .notNull()
    .references(() => accounts.id, { onDelete: "cascade" }),
  /** SHA-256 of the token, in hex: who reads the database cannot use it. */
  tokenHash: text("token_hash").notNull().unique(),
  /** Its first characters, by which a person knows it again. */
  start: text().notNull(),
  scopes: text().array().notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at"),
  /** To the minute. */
  lastUsedAt: instant("last_used_at"),
  revokedAt: instant("revoked_at"),
});
