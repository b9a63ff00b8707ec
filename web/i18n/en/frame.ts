import type { Like } from "../like.ts";
import type { frame as french } from "../fr/frame.ts";

/** The frame of every page, and what all pages share. */
export const frame: Like<typeof french> = {
  app: {
    close: "Close",
    name: "Carillon",
    skip: "Go to the content",
    signOut: "Sign out",
    loading: "Loading…",
    notFound: "There is no page at this address.",
    home: "Go to the page Today",
    pair: "{{what}}: {{is}}",
  },
  nav: {
    label: "Pages",
    day: "The week",
    school: "The school",
    talk: "The groups",
    machine: "What runs by itself",
    house: "The house",
  },
  look: { language: "Français", dark: "Dark background", light: "Light background" },
  mode: {
    short: { live: "Live", "test group": "Test mode", dry: "Dry mode" },
    "test group": "Test mode: every message goes to the test group.",
    dry: "Dry mode: no message leaves.",
  },
  error: {
    title: "That did not work",
    offline: "Carillon does not answer. The page tries again by itself.",
    notAllowed: "Your account may not do this.",
    whoAllows: 'An owner of the school can allow it, on their page "Accounts".',
    invalid: "What is written here cannot be taken as it is. Check each field, then try again.",
    broken:
      "An error of Carillon's stopped it on the way. Load the page again to see what was done, then try again; if it lasts, the page “Today” says what is wrong.",
    pageNotHere:
      "This page could not be shown: Carillon does not answer, or has just been updated. If it happens again, tell whoever looks after Carillon.",
    retry: "Try again",
  },
  table: {
    search: "Search",
    count_one: "{{count}} line",
    count_other: "{{count}} lines",
    none: "Nothing matches this search.",
    clear: "Show all",
    all: "Choose every line",
    one: "Choose line {{number}}",
    chosen_one: "{{count}} line chosen",
    chosen_other: "{{count}} lines chosen",
  },
  confirm: { no: "Do nothing", others_one: "and {{count}} other", others_other: "and {{count}} others" },
  notice: { undo: "Undo", undone: "Undone.", notUndone: "That could not be undone.", putBack: "Put back as it was." },
  unsaved: {
    title: "Leave without saving?",
    intro: "What you wrote here is not saved and would be lost:",
    stay: "Stay here",
    leave: "Leave without saving",
  },
  field: {
    wanted: "This field is to be filled in.",
    tooSmall: "Too small or too short: at least {{minimum}}.",
    tooBig: "Too large or too long: at most {{maximum}}.",
    invalid: "This value is not valid.",
  },
  live: { offline: "Carillon no longer answers: what you see may be old. The page tries again by itself." },
  stale: {
    title: "Somebody changed this in the meantime",
    intro: "Nothing was saved. This is what differs:",
    field: "Field",
    mine: "What you wrote",
    theirs: "What is saved",
    keepMine: "Save mine all the same",
    takeTheirs: "Take what is saved",
    nothing: "(empty)",
  },
};
