import { Alert, Anchor, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { Mark } from "../../components/mark.tsx";
import { Moment } from "../../components/moment.tsx";
import { Window } from "../../components/window.tsx";
import { Days } from "./days.tsx";
import { Presence } from "./presence.tsx";

/** A coach's own classes, to read: where to join, and who was there. */
export function MyClasses() {
  const { t } = useTranslation();
  const [address] = useAddress();
  const { from, to } = address;
  const own = useQuery(
    api.participation.coachSessions.queryOptions({
      input: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    }),
  );
  const [shown, setShown] = useState<{ readonly id: string; readonly title: string }>();
  const attendance = useQuery(
    api.participation.coachAttendance.queryOptions({ input: { id: shown?.id ?? "" }, enabled: shown !== undefined }),
  );
  return (
    <Stack>
      <Title order={1}>{t("participation.mine.title")}</Title>
      <Text>{t("participation.mine.intro")}</Text>
      <Days />
      <Asked query={own}>
        {({ coach, sessions }) =>
          coach === null ? (
            <Alert color="orange" variant="light" role="status">
              {t("participation.mine.nobody")}
            </Alert>
          ) : sessions.length === 0 ? (
            <Text>{t("participation.mine.none")}</Text>
          ) : (
            sessions.map((session) => (
              <Card key={session.id} withBorder component="section" aria-label={session.courseTitle} p="sm">
                <Stack gap="xs" align="start">
                  <Group gap="xs">
                    <Title order={2} size="h4">
                      {session.courseTitle}
                    </Title>
                    {session.status === "scheduled" ? null : (
                      <Mark tone={session.status === "cancelled" ? "bad" : "warning"}>
                        {t(`participation.status.${session.status}`)}
                      </Mark>
                    )}
                  </Group>
                  <Text>
                    <Moment at={session.startsAt} />
                    {session.groupTitle === null ? "" : ` · ${session.groupTitle}`}
                  </Text>
                  {session.status === "cancelled" ? null : session.joinUrl === null ? (
                    <Text size="sm">{t("participation.mine.noRoom")}</Text>
                  ) : (
                    <Text size="sm">
                      <Anchor underline="always" href={session.joinUrl} target="_blank" rel="noreferrer">
                        {t("participation.mine.join", { course: session.courseTitle })}
                      </Anchor>
                      {session.passcode === null
                        ? ""
                        : ` · ${t("participation.mine.code", { code: session.passcode })}`}
                    </Text>
                  )}
                  {session.isRead ? (
                    <Button
                      variant="default"
                      size="compact-sm"
                      aria-label={t("participation.mine.whoIn", { course: session.courseTitle })}
                      onClick={() => setShown({ id: session.id, title: session.courseTitle })}
                    >
                      {t("participation.mine.who")}
                    </Button>
                  ) : null}
                </Stack>
              </Card>
            ))
          )
        }
      </Asked>
      {shown === undefined ? null : (
        <Window isOpen close={() => setShown(undefined)} title={shown.title}>
          <Asked query={attendance}>
            {(lines) => (
              <Stack gap="xs">
                <Text fw={600}>
                  {t("participation.mine.count", {
                    present: lines.filter((line) => line.present).length,
                    count: lines.length,
                  })}
                </Text>
                {lines.map((line) => (
                  <Group key={line.studentId} gap="xs">
                    <Presence line={line} />
                    <Text size="sm">{line.student}</Text>
                  </Group>
                ))}
              </Stack>
            )}
          </Asked>
        </Window>
      )}
    </Stack>
  );
}
