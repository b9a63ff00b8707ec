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
  demo: {
    title: "What would you like to do?",
    try: "Try with the demo school",
    tryAbout:
      "A made-up school with its classes, students, messages and rankings, as it is after several days. It opens right here in less than a minute. Zoom and Telegram are simulated in it: nothing leaves, and your installation is not touched.",
    begin: "Open the demo",
    notPossible:
      "It cannot be opened in this installation, where the page and the work are two programs. On another computer, `npm run demo` opens it.",
    own: "Set up my school",
    ownAbout:
      "The steps below, in any order you like: the school's name, its workbook, Zoom, Telegram, who is told, the mode. Nothing leaves before you want it to.",
    ownBegin: "Begin with the school",
    opening: "The demo school is living its first days…",
    banner: "Demo school: everything is made up, Zoom and Telegram are simulated, nothing leaves.",
    end: "Leave the demo",
    endTitle: "Leave the demo?",
    endTouches: "Everything that was done in the demo school",
    endThen: "The page shows your installation again, as it was. You can open a new demo later.",
    again: "Start the demo afresh",
    againTitle: "Start the demo afresh?",
    againThen: "The demo school begins anew; that takes less than a minute.",
    inside:
      "You are in the demo school: everything is in place here. Walk through the pages, run a scenario, change what you like. Leave it to set up your own school.",
  },
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
