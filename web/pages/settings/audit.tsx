import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
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
import { areas, fields, verbs } from "./audit-words.ts";
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
  const shown = useShown();
  const [was, is] = [leaves(before ?? {}), leaves(after ?? {})];
  const called = (path: string) =>
    path
      .split(inside)
      .map((name) => {
        const field = fields.find((one) => one === name);
        if (field !== undefined) return t(`audit.field.${field}`);
        return name === "role" ? t("accounts.people.role") : name;
      })
      .join(inside);
  return (
    <Stack gap={2}>
      {[...new Set([...was.keys(), ...is.keys()])]
        .filter((path) => JSON.stringify(was.get(path)) !== JSON.stringify(is.get(path)))
        .map((path) => (
          <Text key={path} size="xs" style={{ overflowWrap: "anywhere" }}>
            {path === "value" ? null : t("frame.app.pair", { what: called(path), is: "" })} {shown(was.get(path))} →{" "}
            {shown(is.get(path))}
          </Text>
        ))}
    </Stack>
  );
}

/** Between a field and one of those within it. */
const inside = " › ";

/** What a record holds at its ends, by the way that leads there: only the field that differs is shown, not all beside it. */
function leaves(record: Readonly<Record<string, unknown>>, way = ""): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(record).flatMap(([name, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? [...leaves(value as Readonly<Record<string, unknown>>, `${way}${name}${inside}`)]
        : [[`${way}${name}`, value] as const],
    ),
  );
}

/** An instant as it is written down, `2026-03-30T18:30:00Z`. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;

/** A value as people read it. */
function useShown(): (value: unknown) => string {
  const { t } = useTranslation();
  const times = useTimes();
  return useMemo(() => {
    const shown = (value: unknown): string => {
      if (Array.isArray(value)) return value.length === 0 ? t("audit.nothing") : value.map(shown).join(", ");
      if (value === undefined || value === null || value === "") return t("audit.nothing");
      if (typeof value === "boolean") return t(value ? "audit.yes" : "audit.no");
      if (typeof value !== "string") return JSON.stringify(value);
      const role = roles.find((one) => one === value);
      if (role !== undefined) return t(`accounts.roles.${role}`);
      return instant.test(value) ? times.whole(value) : value;
    };
    return shown;
  }, [t, times]);
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
