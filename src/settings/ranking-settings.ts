import { z } from "zod";

import { say } from "#lib/bilingual.ts";

import { onOrOff, setting, text, wholeNumber } from "./setting.ts";

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Settings of rankings and of their pictures. */
export const rankingSettings = {
  rankingPictures: setting({
    name: "CARILLON_RANKING_PICTURES",
    schema: onOrOff,
    default: "on",
    about: say(
      "on : chaque classement est une image avec son texte ; off : le texte seul.",
      "on: each ranking is a picture with its text; off: the text alone.",
    ),
  }),
  rankingTop: setting({
    name: "CARILLON_RANKING_TOP",
    schema: wholeNumber(1, 20),
    default: "5",
    about: say("Combien de rangs un classement montre.", "How many ranks a ranking shows."),
  }),
  weeklyRanking: setting({
    name: "CARILLON_WEEKLY_RANKING",
    schema: z
      .enum([...weekdays, "off"])
      .transform((value) => (value === "off" ? undefined : weekdays.indexOf(value) + 1)),
    default: "sunday",
    about: say(
      "Jour du classement de la semaine (monday … sunday), ou off.",
      "Day of the ranking of the week (monday … sunday), or off.",
    ),
  }),
  monthlyRanking: setting({
    name: "CARILLON_MONTHLY_RANKING",
    schema: onOrOff,
    default: "on",
    about: say(
      "on : un classement du mois, le dernier jour du mois ; off : aucun.",
      "on: a ranking of the month on its last day; off: none.",
    ),
  }),
  lateReport: setting({
    name: "CARILLON_LATE_REPORT",
    schema: z.enum(["quiet", "edit"]),
    default: "quiet",
    about: say(
      "Quand Zoom dit après le classement qui était là — quiet : les points comptent dans le suivant ; edit : le classement publié est corrigé, texte et image.",
      "When Zoom tells after the ranking who was there — quiet: the points count in the next one; edit: the published ranking is corrected, text and picture.",
    ),
  }),
  schoolColour: setting({
    name: "CARILLON_COLOUR",
    schema: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, "not a colour such as #1f5f8b")
      .transform((value) => value.toLowerCase()),
    default: "#1f5f8b",
    about: say("Couleur de l'école sur les images, #rrvvbb.", "The school's colour on pictures, #rrggbb."),
  }),
  schoolLogo: setting({
    name: "CARILLON_LOGO",
    schema: text,
    default: undefined,
    about: say(
      "Chemin du logo sur les images : PNG, JPEG ou SVG, 1 Mo au plus. Sans lui, celui qui est donné à la page Réglages, sinon l'initiale de l'école.",
      "Path of the logo on pictures: PNG, JPEG or SVG, at most 1 MB. Without it, the one given on the page Settings, else the school's initial.",
    ),
  }),
} as const;
