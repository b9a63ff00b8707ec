import { Anchor, Button, Card, Group, List, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Mark } from "../../components/mark.tsx";
import { Moment } from "../../components/moment.tsx";
import { useTimes } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { Attention } from "./attention.tsx";
import { FirstRunCall } from "./first-run-call.tsx";
import { most, TodaySessions } from "./today-sessions.tsx";

/** What asks for a person, what happens next, today's sessions, and how the services are. */
export function Today() {
  const { t } = useTranslation();
  const { data: role } = useQuery(api.accounts.me.queryOptions({ select: (me) => me.role }));
  return (
    <Stack gap="xl">
      <Title order={1}>{t("school.today.title")}</Title>
      {role === "owner" || role === "operator" ? <FirstRunCall /> : null}
      <Next />
      {role === undefined || role === "coach" ? null : <School />}
      {role === "coach" ? <Text>{t("school.today.coach")}</Text> : null}
      <Later />
    </Stack>
  );
}

/** How long an answer about the services is good, in milliseconds. */
const goodFor = 60_000;

/** What those see who see the whole school. */
function School() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const times = useTimes();
  const day = useQuery(api.sessions.week.queryOptions({ input: { days: 1 }, refetchInterval: goodFor }));
  const health = useQuery(api.school.health.queryOptions({ staleTime: goodFor, refetchInterval: 5 * goodFor }));
  return (
    <>
      <Stack component="section" aria-labelledby="attention">
        <Title order={2} size="h3" id="attention">
          {t("school.today.attention")}
        </Title>
        <Asked query={health}>
          {(found) => (
            <Attention health={found} sessions={day.data?.sessions ?? []} now={day.data?.now ?? found.checkedAt} />
          )}
        </Asked>
      </Stack>
      <Stack component="section" aria-labelledby="sessions">
        <Group justify="space-between">
          <Title order={2} size="h3" id="sessions">
            {t("school.today.sessions")}
          </Title>
          <Anchor component={Link} to="/week">
            {t("school.today.seeWeek")}
          </Anchor>
        </Group>
        <Asked query={day}>
          {({ sessions, now }) =>
            sessions.length === 0 ? (
              <Text>{t("school.today.noSessions")}</Text>
            ) : (
              <>
                <TodaySessions sessions={sessions} now={now} />
                {sessions.length > most ? (
                  <Anchor component={Link} to="/week">
                    {t("week.plan.others", { count: sessions.length - most })}
                  </Anchor>
                ) : null}
              </>
            )
          }
        </Asked>
      </Stack>
      <Stack component="section" aria-labelledby="health">
        <Title order={2} size="h3" id="health">
          {t("school.today.health")}
        </Title>
        <Asked query={health}>
          {({ checks, checkedAt }) => (
            <>
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
                {checks.map((check) => (
                  <Card key={check.name} withBorder>
                    <Group justify="space-between">
                      <Text fw={600}>{check.title[language]}</Text>
                      <Mark tone={stateTones[check.state]}>{t(`school.state.${check.state}`)}</Mark>
                    </Group>
                    <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                      {check.found[language]}
                    </Text>
                  </Card>
                ))}
              </SimpleGrid>
              <Group>
                <Text size="sm">{t("school.today.checkedAt", { hour: times.hour(checkedAt) })}</Text>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={health.isFetching}
                  onClick={() => void health.refetch()}
                >
                  {t("school.today.checkAgain")}
                </Button>
              </Group>
            </>
          )}
        </Asked>
      </Stack>
    </>
  );
}

const stateTones = { ok: "good", warning: "warning", failed: "bad" } as const;

/** The next thing that the schedules will do. */
function Next() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const status = useQuery(api.school.status.queryOptions({ refetchInterval: goodFor }));
  return (
    <Asked query={status}>
      {({ coming: [first] }) => (
        <Card withBorder component="section" aria-label={t("school.today.first")}>
          <Text size="sm">{t("school.today.first")}</Text>
          {first === undefined ? (
            <Text>{t("school.today.nothing")}</Text>
          ) : (
            <>
              <Text fw={700} size="lg">
                {first.title[language]}
              </Text>
              <Text>
                <Moment at={first.at} /> · {first.schedule[language]}
              </Text>
            </>
          )}
        </Card>
      )}
    </Asked>
  );
}

/** What the schedules will do after that. */
function Later() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const { data } = useQuery(api.school.status.queryOptions());
  const others = data?.coming.slice(1) ?? [];
  if (others.length === 0) return null;
  return (
    <Stack component="section" aria-labelledby="next">
      <Title order={2} size="h3" id="next">
        {t("school.today.next")}
      </Title>
      <List spacing="sm" listStyleType="none" pl={0}>
        {others.map((one) => (
          <List.Item key={`${one.scenario} ${one.at}`}>
            <Text fw={600}>{one.title[language]}</Text>
            <Text size="sm">
              <Moment at={one.at} /> · {one.schedule[language]}
            </Text>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
