import { z } from "zod";

import { say } from "#lib/bilingual.ts";

import { address, chat, list, secret, setting } from "./setting.ts";

/** Settings of Telegram. */
export const telegramSettings = {
  telegramToken: setting({
    name: "TELEGRAM_BOT_TOKEN",
    schema: secret,
    default: undefined,
    secret: true,
    about: say("Le jeton du bot, donné par @BotFather.", "The bot's token, given by @BotFather."),
  }),
  telegramApiRoot: setting({
    name: "TELEGRAM_API_ROOT",
    schema: address,
    default: "https://api.telegram.org",
    about: say("Adresse de l'API de Telegram.", "Address of Telegram's API."),
  }),
  adminChat: setting({
    name: "TELEGRAM_ADMIN_CHAT_ID",
    schema: chat,
    default: undefined,
    about: say(
      "Conversation Telegram de la personne prévenue quand une étape échoue.",
      "Telegram chat of the person told when a step fails.",
    ),
  }),
  forwardChannel: setting({
    name: "TELEGRAM_FORWARD_CHANNEL_ID",
    schema: chat,
    default: undefined,
    about: say(
      "Canal dont les publications sont transmises aux groupes ; le bot doit y être administrateur. Par défaut, aucun.",
      "Channel whose posts are passed on to the groups; the bot must be an administrator there. By default none.",
    ),
  }),
  forwardTo: setting({
    name: "TELEGRAM_FORWARD_TO",
    schema: list.pipe(z.array(chat)),
    default: undefined,
    about: say(
      "Groupes qui reçoivent ces publications, séparés par des virgules. Par défaut, tous.",
      "Groups that get those posts, separated by commas. By default all.",
    ),
  }),
} as const;
