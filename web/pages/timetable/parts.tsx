import { Anchor, Group, Stack, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useMayChange } from "../../components/may-change.ts";

const parts = [
  { name: "lines", to: "/timetable" },
  { name: "import", to: "/timetable/import" },
  { name: "exceptions", to: "/timetable/exceptions" },
  { name: "holidays", to: "/timetable/holidays" },
  { name: "courses", to: "/timetable/courses" },
  { name: "history", to: "/timetable/history" },
  { name: "calendars", to: "/timetable/calendars" },
] as const;

/** A page of the timetable under its title, with the way to the others. */
export function TimetablePart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  return (
    <Stack>
      <Title order={1}>{title}</Title>
      <Group component="nav" aria-label={t("timetable.part.label")} gap="md">
        {parts
          .filter(({ name }) => name !== "import" || mayChange)
          .map(({ name, to }) => (
            <Anchor
              key={name}
              underline="always"
              renderRoot={(props) => (
                <Link to={to} activeOptions={{ exact: true }} activeProps={{ style: { fontWeight: 700 } }} {...props} />
              )}
            >
              {t(`timetable.part.${name}`)}
            </Anchor>
          ))}
      </Group>
      {children}
    </Stack>
  );
}
