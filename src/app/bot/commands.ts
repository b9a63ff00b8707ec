import type { BotCommand, ButtonOwner } from "./frame.ts";
import { helpOver } from "./help.ts";
import { link } from "./link.ts";
import { me } from "./me.ts";
import { contest, nudge, rank, ranking, why } from "./ranking-answers.ts";
import { today, week } from "./timetable-answers.ts";
import { wasItYou } from "./was-it-you.ts";
import { whoIsIt } from "./who-is-it.ts";

/** Every command of the bot, in the order of `/help` and of Telegram's menu. */
export const botCommands: readonly BotCommand[] = [
  today,
  week,
  link,
  me,
  rank,
  why,
  contest,
  ranking,
  nudge,
  helpOver(() => botCommands),
];

/** Who answers the buttons under the bot's messages, by prefix. */
export const buttonOwners: readonly ButtonOwner[] = [wasItYou, whoIsIt];
