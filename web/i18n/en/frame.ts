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
    "test group": "Test mode: every message goes to the test group.",
    dry: "Dry mode: no message leaves.",
  },
  error: {
    title: "That did not work",
    offline: "Carillon does not answer. The page tries again by itself.",
    notAllowed: "Your account may not do this.",
    retry: "Try again",
  },
};
