import { join, say, type Bilingual, type Language } from "#lib/bilingual.ts";
import { causeOf } from "#lib/failure.ts";
import { fillTemplate } from "#lib/templates.ts";

import { checkHtml, longestText, visibleLength } from "./html-rules.ts";
import type { TemplateName } from "./rules.ts";

/** A variable that a template may use: what it is, and what it could be. */
export interface TemplateVariable {
  readonly about: Bilingual;
  readonly sample: Readonly<Record<Language, unknown>>;
  /** The least that it can be, or the most awkward; the sample when absent. */
  readonly least?: unknown;
}

const both = (value: unknown) => ({ fr: value, en: value });

const times: TemplateVariable = {
  about: say(
    "l'heure, une fois par fuseau : {% for t in times %}{{ t.time }} ({{ t.place }}){% endfor %} ; t.day n'est rempli que si le jour diffère",
    "the time, once for each zone: {% for t in times %}{{ t.time }} ({{ t.place }}){% endfor %}; t.day is filled only where the day differs",
  ),
  sample: {
    fr: [
      { time: "19h30", place: "Abidjan", day: "" },
      { time: "0h30", place: "Dubai", day: "mardi 13 janvier" },
    ],
    en: [
      { time: "19:30", place: "Abidjan", day: "" },
      { time: "0:30", place: "Dubai", day: "Tuesday 13 January" },
    ],
  },
  least: [{ time: "19:30", place: "GMT", day: "" }],
};

/** What people write in a workbook: nothing that a template may take for markup. */
const awkward = "A & B <C>";

const common = {
  school: { about: say("le nom de l'école", "the school's name"), sample: both("École des langues"), least: awkward },
  course: { about: say("le titre du cours", "the course's title"), sample: both("Awa Sissoko - BBG"), least: awkward },
  coach: { about: say("qui donne le cours", "who teaches"), sample: both("Awa Sissoko"), least: awkward },
  day: {
    about: say("le jour, en toutes lettres", "the day, in words"),
    sample: { fr: "lundi 12 janvier", en: "Monday 12 January" },
  },
  times,
} as const;

const room = {
  assistant: { about: say("l'assistant, ou rien", "the assistant, or nothing"), sample: both("Koffi N'Da"), least: "" },
  duration: { about: say("la durée en minutes", "the length in minutes"), sample: both(60) },
  link: { about: say("le lien Zoom", "the Zoom link"), sample: both("https://zoom.us/j/86912345678?pwd=a") },
  meeting_id: {
    about: say("l'identifiant Zoom, ou rien", "the Zoom id, or nothing"),
    sample: both("869 1234 5678"),
    least: "",
  },
  passcode: {
    about: say("le code secret Zoom, ou rien", "the Zoom passcode, or nothing"),
    sample: both("824117"),
    least: "",
  },
} as const;

const reason: TemplateVariable = {
  about: say("la raison donnée, ou rien", "the reason that was given, or nothing"),
  sample: { fr: "jour férié", en: "public holiday" },
  least: "",
};

/** What each template may use. Anything else is refused when it is saved. */
export const templateVariables: Readonly<Record<TemplateName, Readonly<Record<string, TemplateVariable>>>> = {
  reminder: { ...common, ...room },
  starting: {
    ...common,
    ...room,
    minutes: { about: say("minutes avant le cours", "minutes before the class"), sample: both(15) },
  },
  moved: {
    ...common,
    reason,
    old_day: {
      about: say("le jour annoncé avant", "the day that was told before"),
      sample: { fr: "dimanche 11 janvier", en: "Sunday 11 January" },
    },
    old_times: { ...times, about: say("l'heure annoncée avant, comme times", "the time told before, as times") },
  },
  cancelled: { ...common, reason },
  substitute: {
    ...common,
    reason,
    old_coach: {
      about: say("qui était annoncé avant", "who was told before"),
      sample: both("Benoît Charrier"),
    },
  },
  restored: { ...common, reason },
};

/** A template filled with facts; its outputs are escaped. Throws where the template is wrong. */
export function fillIn(template: string, facts: Readonly<Record<string, unknown>>): string {
  // Lines that a condition left empty are no paragraphs.
  return fillTemplate(template, facts)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** A template as it reads with the samples. Throws where the template is wrong. */
export function sampleOf(name: TemplateName, language: Language, template: string): string {
  return fillWith(name, template, (variable) => variable.sample[language]);
}

function fillWith(name: TemplateName, template: string, valueOf: (variable: TemplateVariable) => unknown): string {
  const facts = Object.entries(templateVariables[name]).map(([key, variable]) => [key, valueOf(variable)] as const);
  return fillIn(template, Object.fromEntries(facts));
}

/**
 * Why a template cannot be used; `undefined` when it can. Tried with the samples, and with the least that a class can
 * have: one zone, no assistant, no passcode.
 */
export function whyNotTemplate(name: TemplateName, language: Language, template: string): Bilingual | undefined {
  let sample: string;
  let least: string;
  try {
    sample = sampleOf(name, language, template);
    least = fillWith(name, template, (variable) => variable.least ?? variable.sample[language]);
  } catch (error) {
    const cause = causeOf(error);
    const known = Object.keys(templateVariables[name]).join(", ");
    return say(
      `Le modèle ne se remplit pas : ${cause}. Il peut utiliser : ${known}.`,
      `The template cannot be filled: ${cause}. It may use: ${known}.`,
    );
  }
  if (sample === "" || least === "") return say("Le modèle ne donne aucun texte.", "The template gives no text.");
  const length = visibleLength(sample);
  if (length > longestText) {
    return say(
      `Le message a ${length} caractères, Telegram en prend ${longestText}.`,
      `The message has ${length} characters, Telegram takes ${longestText}.`,
    );
  }
  const problem = checkHtml(sample);
  if (problem !== undefined) return problem;
  const whenLeast = checkHtml(least);
  return whenLeast === undefined ? undefined : join(whenLeast, withTheLeast);
}

const withTheLeast = say(
  "C'est ainsi pour une séance qui n'a ni assistant, ni code, ni second fuseau, ou dont le titre contient < ou &.",
  "So it is for a session without assistant, passcode or second zone, or whose title holds < or &.",
);
