import { say } from "#lib/bilingual.ts";

import { address, chat, secret, setting } from "./setting.ts";

/** Settings of the telegram. */
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
} as const;
