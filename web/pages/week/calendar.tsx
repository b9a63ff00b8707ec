import { Card, SimpleGrid, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useTimes } from "../../components/use-times.ts";
import { StatusMark } from "./marks.tsx";
import type { WeekDay } from "./use-week.ts";

/** So many sessions of a day are drawn; the list shows them all. */
const mostOfDay = 24;

/** The week as seven days beside each other, one below the other on a telephone. */
export function Calendar({
  days,
  open,
  showDay,
}: {
  readonly days: readonly WeekDay[];
  readonly open: (id: string) => void;
  readonly showDay: (day: string) => void;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, sm: 3, lg: 7 }} spacing="xs">
      {days.map((day) => (
        <Stack key={day.date} gap="xs" component="section" aria-label={times.dayNamed(day.date)}>
          <Title order={2} size="h6">
            {times.dayNamed(day.date)}
          </Title>
          {day.sessions.length === 0 ? <Text size="sm">–</Text> : null}
          {day.sessions.slice(0, mostOfDay).map((session) => (
            <UnstyledButton key={session.id} onClick={() => open(session.id)}>
              <Card withBorder padding="xs" style={session.status === "cancelled" ? { borderStyle: "dashed" } : {}}>
                <Text size="sm" fw={700}>
                  {times.hour(session.startsAt)}
                </Text>
                <Text
                  size="sm"
                  style={{ overflowWrap: "anywhere" }}
                  {...(session.status === "cancelled" ? { td: "line-through" } : {})}
                >
                  {session.course}
                </Text>
                <Text size="xs" c="dimmed">
                  {session.coach}
                </Text>
                <StatusMark session={session} />
              </Card>
            </UnstyledButton>
          ))}
          {day.sessions.length > mostOfDay ? (
            <UnstyledButton onClick={() => showDay(day.date)} td="underline" fz="sm">
              {t("week.plan.others", { count: day.sessions.length - mostOfDay })}
            </UnstyledButton>
          ) : null}
        </Stack>
      ))}
    </SimpleGrid>
  );
}
