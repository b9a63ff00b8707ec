import { useTranslation } from "react-i18next";

import { frenchDate } from "../i18n/french.ts";
import { languageOf } from "../i18n/i18n.ts";

/** Writes a day of the school's calendar (`YYYY-MM-DD`) in the person's language; no zone moves it. */
export function useDay(options: Intl.DateTimeFormatOptions): (day: string) => string {
  const { i18n } = useTranslation();
  const isFrench = languageOf(i18n) === "fr";
  const format = new Intl.DateTimeFormat(isFrench ? "fr-FR" : "en-GB", { ...options, timeZone: "UTC" });
  return (day) => {
    const written = format.format(Date.parse(day));
    return isFrench ? frenchDate(written) : written;
  };
}
