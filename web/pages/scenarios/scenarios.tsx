import { Anchor, Card, Group, List, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import { LastRun } from "./last-run.tsx";
import { NewScenario } from "./new-scenario.tsx";
import { RunNow } from "./run-now.tsx";
import { ScenarioIcon } from "./scenario-icon.tsx";

/** Every scenario as a card: what it is, how it last went, and a button to run it. */
export function Scenarios() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayRun = useMayChange();
  const list = useQuery(api.scenarios.list.queryOptions({ refetchInterval: 60_000 }));
  return (
    <Stack>
      <Title order={1}>{t("scenarios.cards.title")}</Title>
      {mayRun ? <NewScenario /> : null}
      <Asked query={list}>
        {(scenarios) => (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {scenarios.map((scenario) => (
              <Card key={scenario.name} withBorder component="section" aria-label={scenario.title[language]}>
                <Stack gap="xs">
                  <Group gap="sm" wrap="nowrap">
                    <ScenarioIcon icon={scenario.icon} colour={scenario.colour} />
                    <Title order={2} size="h4">
                      {scenario.title[language]}
                    </Title>
                  </Group>
                  <Mark tone={scenario.enabled ? "good" : "quiet"}>
                    {t(scenario.enabled ? "scenarios.cards.on" : "scenarios.cards.off")}
                  </Mark>
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
                  <LastRun scenario={scenario} />
                  <Anchor
                    underline="always"
                    renderRoot={(props) => <Link to="/scenarios/$name" params={{ name: scenario.name }} {...props} />}
                  >
                    {t("scenarios.cards.open", { title: scenario.title[language] })}
                  </Anchor>
                  {mayRun ? <RunNow name={scenario.name} title={scenario.title[language]} /> : null}
                </Stack>
              </Card>
            ))}
          </SimpleGrid>
        )}
      </Asked>
    </Stack>
  );
}
