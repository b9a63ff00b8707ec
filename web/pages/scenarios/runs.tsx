import { Button, List, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Moment } from "../../components/moment.tsx";
import { Window } from "../../components/window.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import { Outcome } from "./outcome.tsx";

const causes = ["schedule", "chain", "manual", "catch-up"] as const;

/** What ran, when, why, with which outcome; and what it wrote. */
export function Runs() {
  const { t } = useTranslation();
  const list = useQuery(api.scenarios.runs.queryOptions({ input: {}, refetchInterval: 60_000 }));
  const [shown, setShown] = useState<{ readonly id: string; readonly number: number }>();
  return (
    <Stack>
      <Title order={1}>{t("scenarios.runs.title")}</Title>
      <Asked query={list}>
        {(runs) =>
          runs.length === 0 ? (
            <Text>{t("scenarios.runs.none")}</Text>
          ) : (
            <Table.ScrollContainer minWidth={640} tabIndex={0}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("scenarios.runs.number")}</Table.Th>
                    <Table.Th>{t("scenarios.runs.scenario")}</Table.Th>
                    <Table.Th>{t("scenarios.runs.cause")}</Table.Th>
                    <Table.Th>{t("scenarios.runs.started")}</Table.Th>
                    <Table.Th>{t("scenarios.runs.outcome")}</Table.Th>
                    <Table.Th>{t("scenarios.runs.open")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {runs.map((run) => {
                    const cause = causes.find((known) => known === run.cause);
                    return (
                      <Table.Tr key={run.id}>
                        <Table.Td>{run.number}</Table.Td>
                        <Table.Td>{run.scenario}</Table.Td>
                        <Table.Td>{cause === undefined ? run.cause : t(`scenarios.cause.${cause}`)}</Table.Td>
                        <Table.Td>
                          <Moment at={run.startedAt} />
                        </Table.Td>
                        <Table.Td>
                          <Outcome outcome={run.outcome} />
                        </Table.Td>
                        <Table.Td>
                          <Button
                            variant="default"
                            size="compact-sm"
                            aria-label={`${t("scenarios.runs.open")} ${run.number}`}
                            onClick={() => setShown({ id: run.id, number: run.number })}
                          >
                            {t("scenarios.runs.open")}
                          </Button>
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Asked>
      <Window
        isOpen={shown !== undefined}
        close={() => setShown(undefined)}
        title={t("scenarios.runs.log", { number: shown?.number ?? 0 })}
      >
        {shown === undefined ? null : <RunLog id={shown.id} />}
      </Window>
    </Stack>
  );
}

function RunLog({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const log = useQuery(api.scenarios.log.queryOptions({ input: { id }, refetchInterval: 60_000 }));
  return (
    <Asked query={log}>
      {(lines) =>
        lines.length === 0 ? (
          <Text>{t("scenarios.runs.emptyLog")}</Text>
        ) : (
          <List spacing="xs" listStyleType="none">
            {lines.map((line, index) => (
              // Lines are only ever added at the end, so their place is who they are.
              <List.Item key={`${id} ${index}`}>
                <Text size="sm" fw={line.level === "info" ? 400 : 600}>
                  {line.place === null ? "" : `${line.place} · `}
                  {line.message[language]}
                </Text>
                {line.remedy === null ? null : (
                  <Text size="sm">{t("scenarios.runs.remedy", { text: line.remedy[language] })}</Text>
                )}
              </List.Item>
            ))}
          </List>
        )
      }
    </Asked>
  );
}
