import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { en } from "./en.ts";
import { fr } from "./fr.ts";

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** The shape that every language fills. */
export type Words = Texts<typeof fr>;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "page";
    resources: { page: typeof fr };
  }
}

const key = "carillon.language";

/** The languages of the page. */
export type PageLanguage = "fr" | "en";

/** French unless the person, or else their browser, prefers English. */
export async function startI18n(): Promise<void> {
  const chosen = localStorage.getItem(key) ?? (navigator.language.startsWith("en") ? "en" : "fr");
  await i18next.use(initReactI18next).init({
    lng: chosen,
    fallbackLng: "fr",
    defaultNS: "page",
    resources: { fr: { page: fr }, en: { page: en } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = chosen;
}

/** Changes the language and remembers it in this browser. */
export async function chooseLanguage(language: PageLanguage): Promise<void> {
  localStorage.setItem(key, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** The language in use. */
export function languageOf(i18n: { readonly language: string }): PageLanguage {
  return i18n.language === "en" ? "en" : "fr";
}
