import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { ListedScenario } from "./lines.ts";

/** Where each of Carillon's own scenarios is seen before it runs. */
const pages = {
  update_courses: { to: "/timetable/import", search: {} },
  create_zoom_links: { to: "/week", search: {} },
  generate_messages: { to: "/week", search: { tab: "messages" } },
  send_daily_messages: { to: "/messages", search: { state: "planned" } },
  send_daily_rankings: { to: "/rankings", search: { period: "day" } },
} as const;

/** The way to what a scenario of Carillon's own would do if it ran now. */
export function Foreseen({ scenario: { name } }: { readonly scenario: ListedScenario }) {
  const { t } = useTranslation();
  if (!(name in pages)) return null;
  const known = name as keyof typeof pages;
  const { to, search } = pages[known];
  return (
    <Text size="sm">
      {t(`scenarios.foreseen.${known}`)}{" "}
      <Anchor size="sm" underline="always" renderRoot={(props) => <Link to={to} search={search as never} {...props} />}>
        {t("scenarios.foreseen.see")}
      </Anchor>
    </Text>
  );
}
