import { Anchor, Badge, Button, Card, Group, List, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { Moment } from "../../components/moment.tsx";
import { tones } from "../../components/tones.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { NewScenario } from "./new-scenario.tsx";
import { Outcome } from "./outcome.tsx";

/** Every scenario as a card: what it is, how it last went, and a button to run it. */
export function Scenarios() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const queries = useQueryClient();
  const me = useQuery(api.accounts.me.queryOptions());
  const list = useQuery(api.scenarios.list.queryOptions({ refetchInterval: 60_000 }));
  const run = useMutation(
    api.scenarios.run.mutationOptions({
      onSuccess: async () => await queries.invalidateQueries({ queryKey: api.scenarios.key() }),
    }),
  );
  const mayRun = me.data?.role === "owner" || me.data?.role === "operator";
  return (
    <Stack>
      <Title order={1}>{t("scenarios.cards.title")}</Title>
      {mayRun ? <NewScenario /> : null}
      {run.isError ? <Failed error={run.error} /> : null}
      {run.isSuccess ? <Text role="status">{t("scenarios.cards.asked")}</Text> : null}
      <Asked query={list}>
        {(scenarios) => (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {scenarios.map((scenario) => (
              <Card key={scenario.name} withBorder component="section" aria-label={scenario.title[language]}>
                <Stack gap="xs">
                  <Title order={2} size="h4">
                    {scenario.title[language]}
                  </Title>
                  <Badge color={scenario.enabled ? tones.good : tones.quiet}>
                    {t(scenario.enabled ? "scenarios.cards.on" : "scenarios.cards.off")}
                  </Badge>
                  <Text size="sm">{scenario.schedule[language]}</Text>
                  {scenario.next.length === 0 ? null : (
                    <List size="sm" aria-label={t("scenarios.cards.next")}>
                      {scenario.next.map((at) => (
                        <List.Item key={at}>
                          <Moment at={at} />
                        </List.Item>
                      ))}
                    </List>
                  )}
                  {scenario.lastRun === null ? (
                    <Text size="sm">{t("scenarios.cards.never")}</Text>
                  ) : (
                    <Group gap="xs">
                      <Outcome outcome={scenario.lastRun.outcome} />
                      <Text size="sm">
                        <Moment at={scenario.lastRun.startedAt} />
                      </Text>
                    </Group>
                  )}
                  {scenario.lastRun?.failure === null || scenario.lastRun === null ? null : (
                    <Text size="sm">{scenario.lastRun.failure.what[language]}</Text>
                  )}
                  <Anchor
                    underline="always"
                    renderRoot={(props) => <Link to="/scenarios/$name" params={{ name: scenario.name }} {...props} />}
                  >
                    {t("scenarios.cards.open", { title: scenario.title[language] })}
                  </Anchor>
                  {mayRun ? (
                    <Button
                      variant="default"
                      loading={run.isPending}
                      onClick={() => run.mutate({ name: scenario.name })}
                    >
                      {t("scenarios.cards.run")}
                    </Button>
                  ) : null}
                </Stack>
              </Card>
            ))}
          </SimpleGrid>
        )}
      </Asked>
    </Stack>
  );
}
