import { z } from "zod";

import { say, type Language } from "#lib/bilingual.ts";

import { chat, list, setting, text, wholeNumber, zone } from "./setting.ts";

const country = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, "not a country code such as CI or FR-67");

/** Settings of the school. */
export const schoolSettings = {
  schoolName: setting({
    name: "CARILLON_SCHOOL_NAME",
    schema: text,
    default: "Carillon",
    about: say("Nom de l'école, tel que les élèves le lisent.", "The school's name, as students read it."),
  }),
  language: setting<Language>({
    name: "CARILLON_LANGUAGE",
    schema: z.enum(["fr", "en"]),
    default: "fr",
    about: say("Langue des messages : fr ou en.", "Language of the messages: fr or en."),
  }),
  timeZone: setting({
    name: "CARILLON_TIME_ZONE",
    schema: zone,
    default: "Africa/Abidjan",
    about: say(
      "Fuseau horaire de l'école (IANA) : c'est lui qui fixe 8:00 et 20:00.",
      "The school's time zone (IANA): it fixes 8:00 and 20:00.",
    ),
  }),
  audienceZones: setting({
    name: "CARILLON_AUDIENCE_ZONES",
    schema: list.pipe(z.array(zone)),
    default: undefined,
    about: say(
      "Fuseaux des élèves, séparés par des virgules : un message donne l'heure dans chacun. Par défaut, celui de l'école.",
      "The students' zones, separated by commas: a message gives the time in each. By default the school's.",
    ),
  }),
  classMinutes: setting({
    name: "CARILLON_CLASS_MINUTES",
    schema: wholeNumber(5, 600),
    default: "60",
    about: say(
      "Durée d'un cours, en minutes, quand le classeur ne la donne pas.",
      "Length of a class in minutes when the workbook does not give it.",
    ),
  }),
  holidays: setting({
    name: "CARILLON_HOLIDAYS",
    schema: list.pipe(z.array(country)),
    default: undefined,
    about: say(
      "Pays dont les jours fériés n'ont pas cours, séparés par des virgules : CI, FR ou FR-67. Par défaut, aucun.",
      "Countries whose public holidays have no classes, separated by commas: CI, FR or FR-67. By default none.",
    ),
  }),
  mode: setting({
    name: "CARILLON_MODE",
    schema: z.enum(["live", "test", "dry"]),
    default: "live",
    about: say(
      "live : envoie aux groupes ; test : envoie tout au groupe de test ; dry : n'envoie rien.",
      "live: sends to the groups; test: sends everything to the test group; dry: sends nothing.",
    ),
  }),
  testChat: setting({
    name: "CARILLON_TEST_CHAT_ID",
    schema: chat,
    default: undefined,
    about: say("Groupe de test du mode test.", "The test group of the test mode."),
  }),
} as const;
