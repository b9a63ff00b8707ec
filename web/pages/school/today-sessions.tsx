import { Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Mark } from "../../components/mark.tsx";
import { useTimes } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { LinkMark, MessageMark, StatusMark, type WeekSession } from "../week/marks.tsx";

/** The sessions of one day as cards, what is held now first in sight. */
export function TodaySessions({
  sessions,
  now,
}: {
  readonly sessions: readonly WeekSession[];
  /** The server's time. */
  readonly now: string;
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const times = useTimes();
  const moment = Date.parse(now);
  const ended = (session: WeekSession) => Date.parse(session.endsAt) <= moment;
  const inOrder = [...sessions.filter((one) => !ended(one)), ...sessions.filter(ended)];
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {inOrder.slice(0, most).map((session) => {
        const isOn = !ended(session) && Date.parse(session.startsAt) <= moment && session.status !== "cancelled";
        return (
          <Card key={session.id} withBorder component="article" aria-label={session.course}>
            <Stack gap={4}>
              <Group justify="space-between" wrap="nowrap" align="start">
                <Text fw={700}>
                  {times.hour(session.startsAt)} – {times.hour(session.endsAt)}
                </Text>
                <Group gap={4}>
                  {isOn ? <Mark tone="good">{t("week.status.on")}</Mark> : null}
                  {ended(session) ? <Mark tone="quiet">{t("week.status.ended")}</Mark> : null}
                  <StatusMark session={session} />
                </Group>
              </Group>
              <Title order={3} size="h5">
                {session.course}
              </Title>
              <Text size="sm">
                {session.coach}
                {session.group === null || session.group === session.course ? "" : ` · ${session.group}`}
              </Text>
              {session.reason === null ? null : <Text size="sm">{session.reason[language]}</Text>}
              <Group gap="sm">
                <LinkMark session={session} />
                <MessageMark message={session.message} />
              </Group>
              {session.meeting === null ? null : (
                <Text size="sm" c="dimmed">
                  {t("week.link.host", { host: session.meeting.host })}
                </Text>
              )}
            </Stack>
          </Card>
        );
      })}
    </SimpleGrid>
  );
}

/** So many sessions are shown here; the plan of the week shows them all. */
export const most = 60;
