import type { Words } from "./i18n.ts";

/** The page's words in English. A key that French has and this lacks does not compile. */
export const en: Words = {
  app: { close: "Close", name: "Carillon", skip: "Go to the content", signOut: "Sign out", loading: "Loading…" },
  nav: { label: "Pages", today: "Today", scenarios: "Scenarios", runs: "Runs" },
  look: { language: "Français", dark: "Dark background", light: "Light background" },
  mode: {
    "test group": "Test mode: every message goes to the test group.",
    dry: "Dry mode: no message leaves.",
  },
  login: {
    title: "Sign in",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    refused: "This address and this password do not go together.",
    tooMany: "Too many tries. Wait a minute.",
  },
  accept: {
    title: "Make your account",
    intro: "This link lets you make your Carillon account.",
    name: "Your name",
    email: "Your e-mail address",
    password: "Password",
    passwordHint: "10 characters at least; a sentence is best.",
    submit: "Make the account",
    noCode: "Open the link that Carillon shows when it starts, or the one of your invitation.",
  },
  today: {
    title: "Today",
    next: "What comes next",
    nothing: "No scenario is scheduled.",
    engineStopped: "The schedules no longer run in this process.",
  },
  scenarios: { title: "Scenarios", run: "Run now", asked: "Started.", never: "Never run" },
  runs: {
    title: "Runs",
    none: "Nothing has happened yet.",
    number: "No.",
    scenario: "Scenario",
    cause: "Cause",
    started: "Start",
    outcome: "Outcome",
    log: "Log of run {{number}}",
    open: "See the log",
    emptyLog: "This run wrote nothing.",
    remedy: "What to do: {{text}}",
  },
  outcome: { succeeded: "succeeded", partial: "partial", failed: "failed", skipped: "skipped", open: "running" },
  cause: { schedule: "schedule", chain: "chain", manual: "by hand", "catch-up": "catch-up" },
  error: {
    title: "That did not work",
    offline: "Carillon does not answer. The page tries again by itself.",
    notAllowed: "Your account may not do this.",
    retry: "Try again",
  },
};
