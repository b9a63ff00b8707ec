import { z } from "zod";

import { say } from "#lib/bilingual.ts";
import { checkPlainText } from "#lib/plain-text.ts";

import { address, list, secret, setting, text, yesOrNo } from "./setting.ts";

const emails = list.transform((parts) => parts.filter((part) => part !== "").map((part) => part.toLowerCase()));

/** `host@school.example=2,other@school.example=1`. */
const perHost = list.transform((parts, context): ReadonlyMap<string, number> => {
  const pairs = parts.map((part) => /^(\S+@\S+?)\s*=\s*([1-9])$/.exec(part));
  if (pairs.every((pair) => pair !== null)) {
    return new Map(pairs.map((pair) => [(pair[1] ?? "").toLowerCase(), Number(pair[2])]));
  }
  context.addIssue({ code: "custom", message: "not a list such as host@school.example=2" });
  return z.NEVER;
});

const topic = text.superRefine((value, context) => {
  const wrong = checkPlainText(value, { course: "", coach: "", level: "", group: "", date: "", school: "" });
  if (wrong !== undefined) context.addIssue({ code: "custom", message: wrong });
});

/** Settings of Zoom. */
export const zoomSettings = {
  zoomAccountId: setting({
    name: "ZOOM_ACCOUNT_ID",
    schema: text,
    default: undefined,
    about: say("Compte Zoom (application Server-to-Server OAuth).", "Zoom account (Server-to-Server OAuth app)."),
  }),
  zoomClientId: setting({
    name: "ZOOM_CLIENT_ID",
    schema: text,
    default: undefined,
    about: say("Identifiant de l'application Zoom.", "Client id of the Zoom app."),
  }),
  zoomClientSecret: setting({
    name: "ZOOM_CLIENT_SECRET",
    schema: secret,
    default: undefined,
    secret: true,
    about: say("Secret de l'application Zoom.", "Client secret of the Zoom app."),
  }),
  zoomWebhookSecret: setting({
    name: "ZOOM_WEBHOOK_SECRET",
    schema: secret,
    default: undefined,
    secret: true,
    about: say(
      "« Secret Token » des webhooks de l'application Zoom : Carillon entend alors Zoom à l'adresse publique /webhooks/zoom.",
      "“Secret Token” of the Zoom app's webhooks: Carillon then hears Zoom at the public address /webhooks/zoom.",
    ),
  }),
  zoomPlan: setting({
    name: "ZOOM_PLAN",
    schema: z.enum(["free", "pro", "business"]),
    default: "pro",
    about: say(
      "Forfait du compte Zoom (free, pro, business) : il fixe combien de demandes Zoom accepte par seconde.",
      "The Zoom account's plan (free, pro, business): it fixes how many requests a second Zoom takes.",
    ),
  }),
  zoomLinks: setting({
    name: "ZOOM_LINKS",
    schema: z.enum(["session", "course"]),
    default: "session",
    about: say(
      "session : une réunion par séance ; course : un lien qui reste le même pour toutes les séances d'un cours à la même heure.",
      "session: one meeting for each session; course: one lasting link for all sessions of a course at the same hour.",
    ),
  }),
  zoomTopic: setting({
    name: "ZOOM_TOPIC",
    schema: topic,
    default: "{{ course }}",
    about: say(
      "Titre des réunions ; peut contenir {{ course }}, {{ coach }}, {{ level }}, {{ group }}, {{ date }}, {{ school }}.",
      "Title of the meetings; may hold {{ course }}, {{ coach }}, {{ level }}, {{ group }}, {{ date }}, {{ school }}.",
    ),
  }),
  zoomStart: setting({
    name: "ZOOM_START",
    schema: z.enum(["utc", "local"]),
    default: "utc",
    about: say(
      "Comment l'heure est dite à Zoom : utc, ou local (heure et fuseau de l'école).",
      "How Zoom is told the time: utc, or local (the school's time and zone).",
    ),
  }),
  zoomWaitingRoom: setting({
    name: "ZOOM_WAITING_ROOM",
    schema: yesOrNo,
    default: "no",
    about: say(
      "yes : les élèves attendent que le professeur les fasse entrer.",
      "yes: students wait until the coach lets them in.",
    ),
  }),
  zoomJoinBeforeHost: setting({
    name: "ZOOM_JOIN_BEFORE_HOST",
    schema: z.enum(["no", "5", "10", "15", "any"]),
    default: "5",
    about: say(
      "Minutes avant l'heure où les élèves peuvent entrer sans le professeur : no, 5, 10, 15 ou any (toujours).",
      "Minutes before the hour from which students may enter without the coach: no, 5, 10, 15 or any.",
    ),
  }),
  zoomHostPool: setting({
    name: "ZOOM_HOST_POOL",
    schema: emails,
    default: undefined,
    about: say(
      "Comptes Zoom à prendre quand le professeur n'en a pas (e-mails séparés par des virgules). Par défaut, tous ceux du compte.",
      "Zoom accounts to take when the coach has none (e-mails separated by commas). By default all of the account.",
    ),
  }),
  zoomHostMeetings: setting({
    name: "ZOOM_HOST_MEETINGS",
    schema: perHost,
    default: undefined,
    about: say(
      "Réunions qu'un compte peut tenir en même temps, quand c'est plus d'une : hote@ecole.example=2.",
      "Meetings that an account can hold at once, when more than one: host@school.example=2.",
    ),
  }),
  zoomApiBase: setting({
    name: "ZOOM_API_BASE",
    schema: address,
    default: "https://api.zoom.us/v2",
    about: say("Adresse de l'API de Zoom.", "Address of Zoom's API."),
  }),
  zoomOauthBase: setting({
    name: "ZOOM_OAUTH_BASE",
    schema: address,
    default: "https://zoom.us",
    about: say("Adresse des jetons de Zoom.", "Address of Zoom's tokens."),
  }),
} as const;
