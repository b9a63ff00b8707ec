import { z } from "zod";

import { operators, readers, route } from "#http/route.ts";

import { messageKinds, messageStates, templateNames } from "./rules.ts";

const bilingual = z.object({ fr: z.string(), en: z.string() });
/** An instant, ISO 8601 in UTC. */
const instant = z.string();
const told = z.object({ what: bilingual, remedy: bilingual });
const number = z.coerce.number().int().min(1);
const state = z.enum(messageStates);
const kind = z.enum(messageKinds);
const language = z.enum(["fr", "en"]);
const templateName = z.enum(templateNames);
const html = z.string().max(20_000);
const verb = z.enum(["hold", "resume", "cancel", "restore", "now", "again", "recall"]);

const row = z.object({
  number: z.number(),
  kind,
  state,
  /** The group's title; absent in private. */
  group: z.string().nullable(),
  dueAt: instant,
  sentAt: instant.nullable(),
  recalledAt: instant.nullable(),
  /** Its beginning, without markup. */
  text: z.string(),
  failure: told.nullable(),
});

/** The outbox, what became of each message, and the school's own words. */
export const messagesContract = {
  /** A page of the outbox, the latest due first; `next` asks for the page after it. */
  list: route
    .route({ method: "GET", path: "/messages" })
    .meta({ access: readers })
    .input(
      z.object({
        day: z.iso.date().optional(),
        state: state.optional(),
        kind: kind.optional(),
        /** Of the group's name; or the message's number. */
        words: z.string().trim().max(100).optional(),
        after: z
          .string()
          .regex(/^[^ ]{1,40} \d{1,15}$/)
          .optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100),
      }),
    )
    .output(z.object({ rows: z.array(row), next: z.string().nullable() })),
  /** How many messages of a day (of all days without it) stand in each state. */
  counts: route
    .route({ method: "GET", path: "/messages/counts" })
    .meta({ access: readers })
    .input(z.object({ day: z.iso.date().optional() }))
    .output(z.array(z.object({ state, count: z.number() }))),
  show: route
    .route({ method: "GET", path: "/messages/{number}" })
    .meta({ access: readers })
    .input(z.object({ number }))
    .output(
      row.extend({
        form: z.enum(["text", "picture", "album", "document", "forward"]),
        /** Telegram HTML. */
        html: z.string(),
        /** The messages that Telegram shows: a long text is cut. */
        parts: z.array(z.string()),
        /** The picture above the text, a `data:` address. */
        picture: z.string().nullable(),
        files: z.number(),
        buttons: z.array(z.array(z.string())),
        expiresAt: instant,
        /** What can be done with it now. */
        verbs: z.array(z.enum([...verb.options, "reword"])),
        version: z.string(),
        tries: z.array(
          z.object({
            try: z.number(),
            action: z.enum(["send", "edit", "recall"]),
            mode: z.enum(["live", "test group", "dry"]),
            chatId: z.string(),
            startedAt: instant,
            endedAt: instant.nullable(),
            outcome: z.enum(["in flight", "sent", "refused", "unreachable", "uncertain", "dry"]),
            failure: told.nullable(),
          }),
        ),
        corrections: z.array(
          z.object({
            action: z.enum(["edit", "recall"]),
            state: z.enum(["planned", "sending", "done", "refused"]),
            by: z.string(),
            askedAt: instant,
            failure: told.nullable(),
          }),
        ),
      }),
    ),
  change: route
    .route({ method: "POST", path: "/messages/{number}/changes" })
    .meta({ access: operators })
    .input(
      z.object({
        number,
        change: z.discriminatedUnion("verb", [
          z.object({ verb }),
          z.object({ verb: z.literal("reword"), html, version: z.string().max(100).optional() }),
        ]),
      }),
    )
    .output(z.object({ state, done: bilingual })),
  /** The same for many: those whose state does not allow it are left as they are. */
  changeMany: route
    .route({ method: "POST", path: "/messages/changes" })
    .meta({ access: operators })
    .input(
      z.object({
        numbers: z.array(z.number().int().min(1)).min(1).max(10_000),
        verb: z.enum(["hold", "resume", "cancel", "restore"]),
      }),
    )
    .output(z.object({ done: z.array(z.number()) })),
  /** Sends a copy to the test group. */
  try: route
    .route({ method: "POST", path: "/messages/{number}/tries" })
    .meta({ access: operators })
    .input(z.object({ number }))
    .output(z.object({ number: z.number() })),
  announce: route
    .route({ method: "POST", path: "/announcements" })
    .meta({ access: operators })
    .input(
      z.object({
        /** Ids of groups; all groups in use without it. */
        groupIds: z.array(z.string().max(100)).max(10_000).optional(),
        fr: html.default(""),
        en: html.default(""),
        /** A local time of the school, at once without it. */
        at: z.iso.datetime({ local: true, precision: -1 }).regex(/\d$/).optional(),
        /** Says it once more where the same words were said today. */
        again: z.boolean().default(false),
      }),
    )
    .output(z.object({ planned: z.number(), already: z.array(z.string()), skipped: z.array(z.string()) })),
  templates: route
    .route({ method: "GET", path: "/templates" })
    .meta({ access: readers })
    .output(
      z.array(
        z.object({
          name: templateName,
          language,
          body: z.string(),
          /** Whether it is Carillon's own wording. */
          isOurs: z.boolean(),
          version: z.string(),
          variables: z.array(z.object({ name: z.string(), about: bilingual })),
        }),
      ),
    ),
  /** How a template reads, or why it cannot be used. Changes nothing. */
  checkTemplate: route
    .route({ method: "POST", path: "/templates/check" })
    .meta({ access: operators })
    .input(z.object({ name: templateName, language, body: html }))
    .output(z.object({ sample: z.string().nullable(), problem: bilingual.nullable() })),
  /** `null` gives Carillon's own wording again. */
  saveTemplate: route
    .route({ method: "POST", path: "/templates" })
    .meta({ access: operators })
    .input(z.object({ name: templateName, language, body: html.nullable(), version: z.string().max(100).optional() }))
    .output(z.object({ body: z.string() })),
};
