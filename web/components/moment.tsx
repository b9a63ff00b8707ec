import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../api.ts";
import { languageOf } from "../i18n/i18n.ts";

/** An instant (ISO 8601) as people write it, in the school's zone. */
export function Moment({ at }: { readonly at: string }) {
  const { i18n } = useTranslation();
  // The frame of the page asks for the status already: this shares its answer.
  const { data: zone = "UTC" } = useQuery(api.school.status.queryOptions({ select: (status) => status.timeZone }));
  const text = new Intl.DateTimeFormat(languageOf(i18n) === "fr" ? "fr-FR" : "en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(Date.parse(at));
  return <time dateTime={at}>{text}</time>;
}
