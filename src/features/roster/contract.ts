import { z } from "zod";

import { operators, readers, route } from "#http/route.ts";

const bilingual = z.object({ fr: z.string(), en: z.string() });
/** An instant, ISO 8601 in UTC. */
const instant = z.string();
const id = z.string().min(1).max(100);
const name = z.string().trim().min(1).max(100);
const language = z.enum(["fr", "en"]);

const trouble = z.object({ what: bilingual, remedy: bilingual });

const group = z.object({
  id: z.string(),
  title: z.string(),
  chatId: z.string(),
  /** Ids that the chat had before, which the workbook may still hold. */
  formerChatIds: z.array(z.string()),
  language,
  /** Empty: the school's own zones. */
  audienceZones: z.array(z.string()),
  topicId: z.string().nullable(),
  /** `well`, `hampered` (something is missing), `lost` (nothing goes there), `off` (by hand). */
  health: z.enum(["well", "hampered", "lost", "off"]),
  troubles: z.array(trouble),
  botStatus: z.string().nullable(),
  lastHeardAt: instant.nullable(),
  students: z.number(),
  /** The mark of what can be edited. */
  version: z.string(),
});

/** What an operator sets of a group; what is absent stays. */
const groupEdit = z.object({
  language: language.optional(),
  audienceZones: z.array(z.string().min(1).max(60)).max(12).optional(),
  topicId: z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .nullable()
    .optional(),
  on: z.boolean().optional(),
});

const student = z.object({
  id: z.string(),
  name: z.string(),
  groups: z.array(z.object({ id: z.string(), title: z.string() })),
  hasTelegram: z.boolean(),
  /** Names in Zoom that a person confirmed. */
  zoomNames: z.number(),
  /** Points since ever, over all groups. */
  points: z.number(),
  /** Sessions of the last 30 days in which they were expected, and in which they were. */
  expected: z.number(),
  present: z.number(),
});

const decided = z.object({ decisionId: z.number(), studentId: z.string().nullable(), stays: z.number() });
const byId = z.object({ id });

/** Groups, students and coaches. */
export const rosterContract = {
  groups: route.route({ method: "GET", path: "/groups" }).meta({ access: readers }).output(z.array(group)),
  editGroups: route
    .route({ method: "POST", path: "/groups/edits" })
    .meta({ access: operators })
    .input(
      z.object({
        ids: z.array(id).min(1).max(5_000),
        edit: groupEdit,
        /** Of one group: the mark of what the page showed. */
        version: z.string().max(100).optional(),
      }),
    )
    .output(z.object({ changed: z.number() })),
  checkGroups: route
    .route({ method: "POST", path: "/groups/checks" })
    .meta({ access: operators })
    .input(z.object({ ids: z.array(id).min(1).max(200) }))
    .output(z.object({ looked: z.number() })),

  students: route
    .route({ method: "GET", path: "/students" })
    .meta({ access: readers })
    .input(
      z.object({
        text: z.string().max(100).optional(),
        groupId: id.optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(200),
      }),
    )
    .output(z.object({ students: z.array(student), total: z.number() })),
  student: route
    .route({ method: "GET", path: "/students/{id}" })
    .meta({ access: readers })
    .input(byId)
    .output(
      z.object({
        id: z.string(),
        name: z.string(),
        /** The mark of the name. */
        version: z.string(),
        since: instant,
        identities: z.array(
          z.object({
            id: z.number(),
            kind: z.enum(["telegram", "zoom name", "e-mail", "registrant"]),
            value: z.string(),
            since: instant,
          }),
        ),
        groups: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            since: instant,
            leftAt: instant.nullable(),
            /** Since ever, in this group. */
            points: z.number(),
          }),
        ),
        /** What they chose about rankings. */
        choice: z.object({ hidden: z.boolean(), pseudonym: z.string().nullable(), nudges: z.boolean() }),
      }),
    ),
  addStudent: route
    .route({ method: "POST", path: "/students" })
    .meta({ access: operators })
    .input(z.object({ name, groupIds: z.array(id).max(50), email: z.email().max(200).optional() }))
    .output(z.object({ id: z.string() })),
  renameStudent: route
    .route({ method: "POST", path: "/students/{id}/name" })
    .meta({ access: operators })
    .input(z.object({ id, name, version: z.string().max(100).optional() }))
    .output(z.object({})),
  placeStudent: route
    .route({ method: "POST", path: "/students/{id}/groups" })
    .meta({ access: operators })
    .input(z.object({ id, groupId: id, inside: z.boolean() }))
    .output(z.object({ changed: z.boolean() })),
  learnIdentity: route
    .route({ method: "POST", path: "/students/{id}/identities" })
    .meta({ access: operators })
    .input(
      z.discriminatedUnion("kind", [
        z.object({ id, kind: z.literal("zoom name"), value: z.string().trim().min(1).max(200) }),
        z.object({ id, kind: z.literal("e-mail"), value: z.email().max(200) }),
      ]),
    )
    .output(decided),
  mergeStudents: route
    .route({ method: "POST", path: "/students/{id}/merge" })
    .meta({ access: operators })
    .input(z.object({ id, into: id }))
    .output(decided),
  splitStudent: route
    .route({ method: "POST", path: "/students/{id}/split" })
    .meta({ access: operators })
    .input(z.object({ id, name, values: z.array(z.string().min(1).max(200)).min(1).max(20) }))
    .output(decided),
  /** Everything that is held of a student, as one document for them. */
  exportStudent: route
    .route({ method: "GET", path: "/students/{id}/export" })
    .meta({ access: operators })
    .input(byId)
    .output(z.object({ document: z.string() })),
  eraseStudent: route
    .route({ method: "POST", path: "/students/{id}/erase" })
    .meta({ access: operators })
    .input(byId)
    .output(z.object({})),

  coaches: route
    .route({ method: "GET", path: "/coaches" })
    .meta({ access: readers })
    .output(
      z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          email: z.string().nullable(),
          courses: z.array(z.string()),
          /** Sessions of the coming 7 days. */
          coming: z.number(),
          /** Whether somebody signs in with this e-mail as a coach. */
          hasLogin: z.boolean(),
        }),
      ),
    ),
};
