import { Anchor, Button, Code, Group, List, NativeSelect, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { Moment } from "../../components/moment.tsx";
import { Window } from "../../components/window.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import { Outcome } from "./outcome.tsx";

const outcomes = ["failed", "partial", "succeeded", "skipped", "open"] as const;
const causes = ["schedule", "chain", "manual", "catch-up"] as const;

/** What ran, when, why, with which outcome; and what it wrote. */
export function Runs() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const { scenario, day } = address;
  const outcome = outcomes.find((one) => one === address["outcome"]);
  const scenarios = useQuery(api.scenarios.list.queryOptions());
  const list = useQuery(
    api.scenarios.runs.queryOptions({
      input: {
        ...(scenario === undefined ? {} : { scenario }),
        ...(outcome === undefined ? {} : { outcome }),
        ...(day === undefined ? {} : { day }),
        limit: 200,
      },
      placeholderData: keepPreviousData,
    }),
  );
  const [shown, setShown] = useState<{ readonly id: string; readonly number: number }>();
  return (
    <Stack>
      <Title order={1}>{t("scenarios.runs.title")}</Title>
      <Group>
        <NativeSelect
          aria-label={t("scenarios.runs.scenario")}
          value={scenario ?? ""}
          onChange={(event) => change({ scenario: event.currentTarget.value })}
          data={[
            { value: "", label: t("scenarios.runs.every") },
            ...(scenarios.data ?? []).map((one) => ({ value: one.name, label: one.name })),
          ]}
        />
        <NativeSelect
          aria-label={t("scenarios.runs.outcome")}
          value={outcome ?? ""}
          onChange={(event) => change({ outcome: event.currentTarget.value })}
          data={[
            { value: "", label: t("scenarios.runs.everyOutcome") },
            ...outcomes.map((one) => ({ value: one, label: t(`scenarios.outcome.${one}`) })),
          ]}
        />
        <TextInput
          type="date"
          aria-label={t("scenarios.runs.day")}
          value={day ?? ""}
          onChange={(event) => change({ day: event.currentTarget.value })}
        />
      </Group>
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
  const log = useQuery(api.scenarios.log.queryOptions({ input: { id } }));
  const files = useQuery(api.scenarios.files.queryOptions({ input: { id } }));
  return (
    <Stack>
      {files.data === undefined || files.data.length === 0 ? null : (
        <Group role="group" aria-label={t("scenarios.runs.files")}>
          {files.data.map((file) => (
            <Anchor key={file.fileName} underline="always" href={file.address} download={file.fileName}>
              {file.fileName}
            </Anchor>
          ))}
        </Group>
      )}
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
                  {line.cause === null ? null : (
                    <details>
                      <summary>{t("scenarios.runs.technical")}</summary>
                      <Code block tabIndex={0}>
                        {line.cause}
                      </Code>
                    </details>
                  )}
                </List.Item>
              ))}
            </List>
          )
        }
      </Asked>
    </Stack>
  );
}
