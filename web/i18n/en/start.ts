import type { start as french } from "../fr/start.ts";
import type { Like } from "../like.ts";

/** The first day of a school. */
export const start: Like<typeof french> = {
  nav: { start: "Getting started" },
  title: "Getting started",
  intro: "A few steps, in the order that you like. Each can be left and taken up again: what is done stays done.",
  progress_one: "{{count}} step of {{all}} is done.",
  progress_other: "{{count}} steps of {{all}} are done.",
  done: "done",
  todo: "to do",
  next: "Next step",
  finish: "Finish getting started",
  finished: "Getting started is finished. It stays on the page “Getting started”.",
  callTitle: "Your school is not ready yet",
  call: "A few steps are enough: the workbook, Zoom, Telegram.",
  go: "Go on getting started",
  ownerOnly: "An owner of the school does these steps; you see how far they are.",
  demo: "To try it first: run `npm run demo` on Carillon's machine. A made-up school lives a whole week there in half a minute, without any account and with nothing to set; yours is not touched by it.",
  courses_one: "{{count}} course is in the timetable.",
  courses_other: "{{count}} courses are in the timetable.",
  groups: "The groups that the bot knows",
  noGroups: "No group yet. Add the bot to a group: it appears here by itself.",
  moreGroups_one: "and {{count}} other",
  moreGroups_other: "and {{count}} others",
  mode: "Begin in test mode: you see each message in a group of your own. Go live when all is as you like it.",
  chooseMode: "Choose the mode",
  nowMode: "At present: {{mode}}.",
  step: {
    account: "Your account",
    school: "The school",
    workbook: "The workbook",
    zoom: "Zoom",
    telegram: "Telegram",
    told: "Who is told",
    mode: "The mode",
  },
};
