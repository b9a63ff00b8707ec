import { Button, Group, NativeSelect, Stack, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Failed } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { RowLink } from "../../components/row-link.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useTimes } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { BulkActions } from "./bulk-actions.tsx";
import { kinds, states, type OutboxRow } from "./lines.ts";
import { StateBadge } from "./state-badge.tsx";

/** How long somebody writes before it is looked for, in milliseconds. */
const pause = 300;

/** Every message, by day, state and kind. */
export function Outbox() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const times = useTimes();
  const mayChange = useMayChange();
  const [address, change] = useAddress();
  const { day } = address;
  const state = states.find((one) => one === address["state"]);
  const kind = kinds.find((one) => one === address["kind"]);
  const [words = ""] = useDebouncedValue(address["words"], pause);
  const counts = useQuery(
    api.messages.counts.queryOptions({ input: day === undefined ? {} : { day }, placeholderData: keepPreviousData }),
  );
  const list = useInfiniteQuery(
    api.messages.list.infiniteOptions({
      input: (after: string | undefined) => ({
        ...(day === undefined ? {} : { day }),
        ...(state === undefined ? {} : { state }),
        ...(kind === undefined ? {} : { kind }),
        ...(words === "" ? {} : { words }),
        ...(after === undefined ? {} : { after }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const columns = useMemo(
    (): readonly Column<OutboxRow>[] => [
      {
        id: "number",
        head: t("messages.list.number"),
        cell: (row) => (
          <RowLink to={`/messages/${row.number}`}>{t("messages.one.title", { number: row.number })}</RowLink>
        ),
        sortBy: (row) => row.number,
      },
      {
        id: "due",
        head: t("messages.list.due"),
        cell: (row) => times.short(row.dueAt),
        sortBy: (row) => Date.parse(row.dueAt),
      },
      {
        id: "state",
        head: t("messages.list.state"),
        cell: (row) => <StateBadge state={row.state} isRecalled={row.recalledAt !== null} />,
      },
      { id: "kind", head: t("messages.list.kind"), cell: (row) => t(`messages.kind.${row.kind}`) },
      {
        id: "group",
        head: t("messages.list.group"),
        cell: (row) => row.group ?? t("messages.private"),
        sortBy: (row) => row.group ?? "",
      },
      {
        id: "text",
        head: t("messages.list.text"),
        cell: (row) => (
          <>
            <span className="two-lines">{row.text === "" ? t("messages.list.noText") : row.text}</span>
            {row.failure === null ? null : <strong>{row.failure.what[language]}</strong>}
          </>
        ),
      },
    ],
    [t, times, language],
  );
  const howMany = new Map(counts.data?.map((one) => [one.state, one.count]));
  return (
    <Stack>
      <Title order={1}>{t("messages.list.title")}</Title>
      <Group role="group" aria-label={t("messages.list.byState")} gap="xs">
        <Button
          size="compact-sm"
          variant={state === undefined ? "filled" : "default"}
          aria-pressed={state === undefined}
          onClick={() => change({ state: undefined })}
        >
          {t("messages.list.all")}
        </Button>
        {states.map((one) => (
          <Button
            key={one}
            size="compact-sm"
            variant={state === one ? "filled" : "default"}
            aria-pressed={state === one}
            onClick={() => change({ state: one })}
          >
            {t(`messages.state.${one}`)}
            {/* None is said before it is known. */}
            {counts.data === undefined ? "" : ` (${(howMany.get(one) ?? 0).toLocaleString(language)})`}
          </Button>
        ))}
      </Group>
      {list.isError ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      <Table
        label={t("messages.list.title")}
        rows={rows}
        columns={columns}
        rowId={(row) => String(row.number)}
        {...(mayChange
          ? {
              bulk: (chosen: readonly OutboxRow[], clear: () => void) => <BulkActions chosen={chosen} clear={clear} />,
            }
          : {})}
        empty={list.isPending ? t("frame.app.loading") : t("messages.list.none")}
        filters={
          <>
            <TextInput
              type="search"
              aria-label={t("messages.list.words")}
              placeholder={t("messages.list.words")}
              value={address["words"] ?? ""}
              onChange={(event) => change({ words: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              aria-label={t("messages.list.day")}
              value={day ?? ""}
              onChange={(event) => change({ day: event.currentTarget.value })}
            />
            <NativeSelect
              aria-label={t("messages.list.kind")}
              value={kind ?? ""}
              onChange={(event) => change({ kind: event.currentTarget.value })}
              data={[
                { value: "", label: t("messages.list.everyKind") },
                ...kinds.map((one) => ({ value: one, label: t(`messages.kind.${one}`) })),
              ]}
            />
          </>
        }
      />
      {list.hasNextPage ? (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("messages.list.more")}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}
