import { useTranslation } from "react-i18next";

import { languageOf } from "../i18n/i18n.ts";

/** Writes a day of the school's calendar (`YYYY-MM-DD`) in the person's language; no zone moves it. */
export function useDay(options: Intl.DateTimeFormatOptions): (day: string) => string {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(languageOf(i18n) === "fr" ? "fr-FR" : "en-GB", {
    ...options,
    timeZone: "UTC",
  });
  return (day) => format.format(Date.parse(day));
}
