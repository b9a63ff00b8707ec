import { Button, Code, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { roles } from "../../../src/features/accounts/contract.ts";
import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useTimes } from "../../components/use-times.ts";
import { useWho } from "../../components/use-who.ts";
import { areas, verbs } from "./audit-words.ts";
import { settingNames } from "./kinds.ts";

type Line = Awaited<ReturnType<(typeof api)["audit"]["list"]["call"]>>["lines"][number];

/** How long somebody writes before it is looked for, in milliseconds. */
const pause = 300;

/** Who changed what, and when. */
export function Audit() {
  const { t } = useTranslation();
  const times = useTimes();
  const [address, change] = useAddress();
  const { by, area, from, until } = address;
  const [words = ""] = useDebouncedValue(address["words"], pause);
  const choices = useQuery(api.audit.choices.queryOptions());
  const list = useInfiniteQuery(
    api.audit.list.infiniteOptions({
      input: (before: number | undefined) => ({
        ...(by === undefined ? {} : { by }),
        ...(area === undefined ? {} : { area }),
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
        ...(words === "" ? {} : { words }),
        ...(before === undefined ? {} : { before }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => (page.more ? page.lines.at(-1)?.id : undefined),
      placeholderData: keepPreviousData,
    }),
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.lines) ?? [], [list.data]);
  const who = useWho();
  const what = useWhat();
  const columns = useMemo(
    (): readonly Column<Line>[] => [
      { id: "when", head: t("audit.when"), cell: (line) => times.whole(line.at) },
      { id: "who", head: t("audit.who"), cell: (line) => who(line.by, line.byName) },
      { id: "what", head: t("audit.what"), cell: (line) => what(line.action) },
      { id: "subject", head: t("audit.subject"), cell: (line) => <Subject line={line} /> },
      { id: "change", head: t("audit.change"), cell: (line) => <Difference line={line} /> },
    ],
    [t, times, who, what],
  );
  const isLimited = [by, area, from, until, address["words"]].some((one) => one !== undefined);
  return (
    <Stack>
      <Title order={1}>{t("audit.title")}</Title>
      <Text>{t("audit.intro")}</Text>
      <Asked query={choices}>
        {({ people, areas: present }) => (
          <Group align="end">
            <NativeSelect
              label={t("audit.who")}
              value={by ?? ""}
              onChange={(event) => change({ by: event.currentTarget.value })}
              data={[
                { value: "", label: t("audit.everybody") },
                ...people.map((one) => ({ value: one.by, label: who(one.by, one.name) })),
              ]}
            />
            <NativeSelect
              label={t("audit.what")}
              value={area ?? ""}
              onChange={(event) => change({ area: event.currentTarget.value })}
              data={[
                { value: "", label: t("audit.everything") },
                ...present.map((one) => {
                  const known = areas.find((name) => name === one);
                  return { value: one, label: known === undefined ? one : t(`audit.area.${known}`) };
                }),
              ]}
            />
            {(["from", "until"] as const).map((end) => (
              <TextInput
                key={end}
                type="date"
                label={t(`audit.${end}`)}
                value={address[end] ?? ""}
                onChange={(event) => change({ [end]: event.currentTarget.value })}
              />
            ))}
            <TextInput
              type="search"
              label={t("audit.words")}
              value={address["words"] ?? ""}
              onChange={(event) => change({ words: event.currentTarget.value })}
            />
          </Group>
        )}
      </Asked>
      {list.isError ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data === undefined ? null : (
        <Table
          label={t("audit.title")}
          rows={rows}
          columns={columns}
          rowId={(line) => String(line.id)}
          empty={
            <Group>
              <Text>{t("audit.none")}</Text>
              {isLimited ? (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() =>
                    change({ by: undefined, area: undefined, from: undefined, until: undefined, words: undefined })
                  }
                >
                  {t("audit.clear")}
                </Button>
              ) : null}
            </Group>
          }
        />
      )}
      {list.hasNextPage ? (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("audit.older")}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

/** What it was about; a setting by the name that it has on the page. */
function Subject({ line: { subject, subjectName } }: { readonly line: Line }) {
  const { t } = useTranslation();
  const setting = settingNames.find((name) => name === subject);
  if (setting !== undefined) return t(`settings.label.${setting}`);
  if (subject === "CARILLON_LOGO") return t("settings.logo.title");
  if (subject === "first-run") return t("start.title");
  if (subject === "demo") return t("audit.area.demo");
  return subjectName ?? subject;
}

/** What a field was and is now, as far as the line says it. */
function Difference({ line: { before, after } }: { readonly line: Line }) {
  const { t } = useTranslation();
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const shown = (value: unknown) => {
    if (value === undefined || value === null || value === "") return t("audit.nothing");
    const role = roles.find((one) => one === value);
    if (role !== undefined) return t(`accounts.roles.${role}`);
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  return (
    <Stack gap={2}>
      {fields
        .filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]))
        .map((field) => (
          <Text key={field} size="xs" style={{ overflowWrap: "anywhere" }}>
            {field === "value" ? null : field === "role" ? t("accounts.people.role") : <Code>{field}</Code>}{" "}
            {shown(before?.[field])} → {shown(after?.[field])}
          </Text>
        ))}
    </Stack>
  );
}

/** What was done, in words where there are some. */
function useWhat(): (action: string) => string {
  const { t } = useTranslation();
  return useMemo(
    () => (action) => {
      const [first = "", second = ""] = action.split(".");
      const area = areas.find((name) => name === first);
      const verb = verbs.find((name) => name === second);
      if (area === undefined) return action;
      return t("frame.app.pair", {
        what: t(`audit.area.${area}`),
        is: verb === undefined ? second : t(`audit.verb.${verb}`),
      });
    },
    [t],
  );
}
