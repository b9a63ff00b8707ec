import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { frenchSpaces } from "./french.ts";
import type { words } from "./fr/words.ts";
import type { Like } from "./like.ts";

type French = typeof words;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "page";
    resources: { page: French };
  }
}

const key = "carillon.language";

/** The languages of the page. */
export type PageLanguage = "fr" | "en";

/** The words of each language come when they are wanted: nobody loads both at first. */
const wordsOf: Readonly<Record<PageLanguage, () => Promise<{ readonly words: Like<French> }>>> = {
  fr: async () => ({ words: frenchSpaces((await import("./fr/words.ts")).words) }),
  en: async () => await import("./en/words.ts"),
};

/** French unless the person, or else their browser, prefers English. */
export async function startI18n(): Promise<void> {
  const asked = localStorage.getItem(key) ?? navigator.language;
  const chosen = asked.startsWith("en") ? "en" : "fr";
  await i18next.use(initReactI18next).init({
    lng: chosen,
    fallbackLng: false,
    defaultNS: "page",
    resources: { [chosen]: { page: (await wordsOf[chosen]()).words } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = chosen;
}

/** Changes the language and remembers it in this browser. */
export async function chooseLanguage(language: PageLanguage): Promise<void> {
  i18next.addResourceBundle(language, "page", (await wordsOf[language]()).words);
  localStorage.setItem(key, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** The language in use. */
export function languageOf(i18n: { readonly language: string }): PageLanguage {
  return i18n.language === "en" ? "en" : "fr";
}
