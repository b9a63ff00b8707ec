import { eventIterator } from "@orpc/contract";
import { z } from "zod";

import { anyRole, operators, owners, readers, route } from "#http/route.ts";

import { topics } from "./live-rules.ts";
import { settingAreaNames, settingNames } from "./settings-rules.ts";

export type { Topic } from "./live-rules.ts";
export type { SettingArea, SettingName } from "./settings-rules.ts";

const bilingual = z.object({ fr: z.string(), en: z.string() });

/** The school, and what it is about to do. */
export const schoolContract = {
  status: route
    .route({ method: "GET", path: "/status" })
    .meta({ access: anyRole })
    .output(
      z.object({
        school: z.string(),
        language: z.enum(["fr", "en"]),
        timeZone: z.string(),
        mode: z.enum(["live", "test group", "dry"]),
        /** Whether this is the demo school that was opened in an empty installation. */
        demo: z.boolean(),
        /** Whether this process runs the schedules. */
        engine: z.boolean(),
        coming: z.array(
          z.object({
            scenario: z.string(),
            title: bilingual,
            schedule: bilingual,
            /** ISO 8601, UTC. */
            at: z.string(),
          }),
        ),
      }),
    ),
  /** What Carillon needs, each with its remedy; services are asked at most twice a minute. */
  health: route
    .route({ method: "GET", path: "/checks" })
    .meta({ access: readers })
    .output(
      z.object({
        checkedAt: z.string(),
        checks: z.array(
          z.object({
            /** `database`, `workbook`, `zoom`, `telegram`, `admin-chat`, `test-chat`, `engine`. */
            name: z.string(),
            title: bilingual,
            state: z.enum(["ok", "warning", "failed"]),
            found: bilingual,
            remedy: bilingual.optional(),
          }),
        ),
        /** Scenarios whose last run did not succeed. */
        runs: z.array(
          z.object({
            id: z.string(),
            number: z.number(),
            title: bilingual,
            outcome: z.string(),
            endedAt: z.string(),
            what: bilingual.nullable(),
            remedy: bilingual.nullable(),
          }),
        ),
        messages: z.object({ failed: z.number(), uncertain: z.number(), held: z.number() }),
      }),
    ),
  /** Server-sent events: what changed, as it changes; no data, since each may see other data. */
  events: route
    .route({ method: "GET", path: "/events" })
    .meta({ access: anyRole })
    .output(eventIterator(z.object({ topics: z.array(z.enum(topics)) }))),
};

const key = z.string().trim().max(300).optional();

/** Settings that people change. What the environment gives is shown and cannot be changed; a secret is never shown. */
export const settingsContract = {
  read: route
    .route({ method: "GET", path: "/settings" })
    .meta({ access: operators })
    .output(
      z.array(
        z.object({
          area: z.enum(settingAreaNames),
          version: z.string(),
          settings: z.array(
            z.object({
              name: z.enum(settingNames),
              value: z.string().nullable(),
              standard: z.string().nullable(),
              secret: z.boolean(),
              isSet: z.boolean(),
              fixed: z.boolean(),
              choices: z.array(z.string()).nullable(),
            }),
          ),
        }),
      ),
    ),
  change: route
    .route({ method: "PATCH", path: "/settings" })
    .meta({ access: owners })
    .input(
      z.object({
        area: z.enum(settingAreaNames),
        /** By name; `null` takes the setting back to its default. */
        changes: z.record(z.string().max(60), z.string().max(2_000).nullable()),
        version: z.string().max(40).optional(),
      }),
    )
    .output(z.object({})),
  /** How messages leave; in `test` all go to one group. */
  setMode: route
    .route({ method: "PUT", path: "/settings/mode" })
    .meta({ access: operators })
    .input(z.object({ mode: z.enum(["live", "test", "dry"]), testChat: z.string().trim().max(40).optional() }))
    .output(z.object({})),
  /** The logo on pictures: what people gave, as an address that holds it; `fixed` when the machine gives one. */
  logo: route
    .route({ method: "GET", path: "/settings/logo" })
    .meta({ access: operators })
    .output(z.object({ picture: z.string().nullable(), fixed: z.boolean() })),
  /** A PNG or JPEG picture of at most 512 kB. */
  setLogo: route
    .route({ method: "PUT", path: "/settings/logo" })
    .meta({ access: owners })
    .input(z.object({ file: z.file() }))
    .output(z.object({})),
  removeLogo: route.route({ method: "DELETE", path: "/settings/logo" }).meta({ access: owners }).output(z.object({})),
  /** How far the school is on its first day. */
  firstRun: route
    .route({ method: "GET", path: "/first-run" })
    .meta({ access: operators })
    .output(
      z.object({
        /** Put away by an owner, or all that a school needs is there. */
        isDone: z.boolean(),
        school: z.boolean(),
        courses: z.number(),
        zoom: z.boolean(),
        telegram: z.boolean(),
        adminChat: z.boolean(),
        mode: z.enum(["live", "test group", "dry"]),
      }),
    ),
  finishFirstRun: route
    .route({ method: "POST", path: "/first-run" })
    .meta({ access: owners })
    .input(z.object({ isDone: z.boolean() }))
    .output(z.object({})),
  /** Asks Zoom with these keys; those in force stand for what is absent. */
  checkZoom: route
    .route({ method: "POST", path: "/settings/zoom/check" })
    .meta({ access: owners })
    .input(z.object({ accountId: key, clientId: key, clientSecret: key }))
    .output(
      z.object({
        account: z.string(),
        /** As Zoom's page "Scopes" writes them; `null` when Zoom does not say which it granted. */
        missingScopes: z.array(z.string()).nullable(),
      }),
    ),
  /** Asks Telegram with this token, or the one in force. */
  checkTelegram: route
    .route({ method: "POST", path: "/settings/telegram/check" })
    .meta({ access: owners })
    .input(z.object({ token: key }))
    .output(
      z.object({
        /** With its @. */
        bot: z.string(),
        /** False while BotFather's privacy mode hides the groups' messages from it. */
        readsAll: z.boolean(),
      }),
    ),
};

/** The made-up school that the page can open while there is none. */
export const demoContract = {
  state: route
    .route({ method: "GET", path: "/demo" })
    .meta({ access: operators })
    .output(
      z.object({
        state: z.enum(["none", "opening", "open", "failed"]),
        /** While it opens: which part of its days it has lived, from 0 to 1. */
        lived: z.number(),
        failure: z.object({ what: bilingual, remedy: bilingual }).nullable(),
        /** Whether it can be opened here at all. */
        isPossible: z.boolean(),
      }),
    ),
  /** Opens it, anew when it is open already; `state` tells how far it is. */
  begin: route
    .route({ method: "POST", path: "/demo" })
    .meta({ access: owners })
    .input(z.object({ language: z.enum(["fr", "en"]) }))
    .output(z.object({})),
  /** Ends it and takes away all that it kept. */
  end: route.route({ method: "DELETE", path: "/demo" }).meta({ access: owners }).output(z.object({})),
};

const backupName = z.string().max(120);

/** A larger backup is laid into the folder by hand, in bytes. */
export const largestBackup = 64 * 1024 * 1024;

/** Backups of the whole database in files, on the machines of its processes. */
export const backupsContract = {
  list: route
    .route({ method: "GET", path: "/backups" })
    .meta({ access: owners })
    .output(
      z.object({
        /** How many of each night's are kept; 0: none is made. */
        kept: z.number(),
        /** Where they lie on that machine. */
        folder: z.string(),
        files: z.array(
          z.object({
            name: z.string(),
            bytes: z.number(),
            takenAt: z.string(),
            /** The other machine where it lies, and its folder; null when this one can give it. */
            place: z.string().nullable(),
          }),
        ),
      }),
    ),
  make: route
    .route({ method: "POST", path: "/backups" })
    .meta({ access: owners })
    .output(
      z.object({
        name: z.string(),
        rows: z.number(),
        /** Why it could not be proved by restoring it on the side. */
        unproved: z.object({ what: bilingual, remedy: bilingual }).nullable(),
      }),
    ),
  /** Reads it to its end and restores it on the side. */
  prove: route
    .route({ method: "POST", path: "/backups/{name}/proofs" })
    .meta({ access: owners })
    .input(z.object({ name: backupName }))
    .output(z.object({ rows: z.number() })),
  /** Takes in a backup from elsewhere, if it is a whole one, and lists it with the others. */
  upload: route
    .route({ method: "POST", path: "/backups/files" })
    .meta({ access: owners })
    .input(z.object({ file: z.file().max(largestBackup) }))
    .output(z.object({ name: z.string() })),
  /** Begins to put it in the place of everything; `lastRestore` tells what becomes of it. The password is the caller's. */
  restore: route
    .route({ method: "POST", path: "/backups/{name}/restores" })
    .meta({ access: owners })
    .input(z.object({ name: backupName, password: z.string().min(1).max(200) }))
    .output(z.object({ id: z.string() })),
  /** The restore that was begun last, if it was in the last seven days. */
  lastRestore: route
    .route({ method: "GET", path: "/restores/last" })
    .meta({ access: owners })
    .output(
      z
        .object({
          id: z.string(),
          file: z.string(),
          takenAt: z.string(),
          byName: z.string(),
          startedAt: z.string(),
          endedAt: z.string().nullable(),
          state: z.enum(["under way", "done", "failed", "interrupted"]),
          step: z.enum(["proving", "leaving", "replacing", "done"]),
          /** The backup of what was there before. */
          wayBack: z.string().nullable(),
          rows: z.number().nullable(),
          /** Messages whose hour had passed, held for a person to decide. */
          held: z.number().nullable(),
          failure: z.object({ what: bilingual, remedy: bilingual }).nullable(),
        })
        .nullable(),
    ),
  download: route
    .route({ method: "GET", path: "/backups/{name}" })
    .meta({ access: owners })
    .input(z.object({ name: backupName }))
    .output(z.instanceof(Blob)),
};
