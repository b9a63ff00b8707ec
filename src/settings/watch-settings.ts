import { z } from "zod";

import { say } from "#lib/bilingual.ts";
import { Secret } from "#lib/secrets.ts";

import { setting } from "./setting.ts";

/** Settings of those who watch over Carillon. */
export const watchSettings = {
  heartbeat: setting({
    name: "CARILLON_HEARTBEAT_URL",
    schema: z.url({ protocol: /^https?$/ }).transform((value) => new Secret(value)),
    default: undefined,
    secret: true,
    about: say(
      "Adresse d'un service de surveillance, appelée après chaque envoi de 8:00 et de 20:00 : son silence donne l'alarme.",
      "Address of a monitoring service, called after each sending of 8:00 and 20:00: its silence raises the alarm.",
    ),
  }),
} as const;
