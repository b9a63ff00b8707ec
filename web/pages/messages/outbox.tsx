import { Anchor, Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Failed } from "../../components/asked.tsx";
import { Moment } from "../../components/moment.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import { kinds, states, type OutboxRow } from "./lines.ts";
import { StateBadge } from "./state-badge.tsx";

/** Every message, by day, state and kind. */
export function Outbox() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const [address, change] = useAddress();
  const { day } = address;
  const state = states.find((one) => one === address["state"]);
  const kind = kinds.find((one) => one === address["kind"]);
  const counts = useQuery(
    api.messages.counts.queryOptions({ input: day === undefined ? {} : { day }, placeholderData: keepPreviousData }),
  );
  const list = useInfiniteQuery(
    api.messages.list.infiniteOptions({
      input: (after: string | undefined) => ({
        ...(day === undefined ? {} : { day }),
        ...(state === undefined ? {} : { state }),
        ...(kind === undefined ? {} : { kind }),
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
          <Anchor
            underline="always"
            renderRoot={(props) => <Link to="/messages/$number" params={{ number: String(row.number) }} {...props} />}
          >
            {t("messages.one.title", { number: row.number })}
          </Anchor>
        ),
        sortBy: (row) => row.number,
      },
      {
        id: "due",
        head: t("messages.list.due"),
        cell: (row) => <Moment at={row.dueAt} />,
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
          <Stack gap={2}>
            <Text size="sm" lineClamp={2}>
              {row.text === "" ? t("messages.list.noText") : row.text}
            </Text>
            {row.failure === null ? null : <Text size="sm">{row.failure.what[language]}</Text>}
          </Stack>
        ),
      },
    ],
    [t, language],
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
            {t(`messages.state.${one}`)} ({(howMany.get(one) ?? 0).toLocaleString(language)})
          </Button>
        ))}
      </Group>
      {list.isError ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      <Table
        label={t("messages.list.title")}
        rows={rows}
        columns={columns}
        rowId={(row) => String(row.number)}
        search={(row) => `${row.number} ${row.group ?? ""} ${row.text}`}
        empty={list.isPending ? t("frame.app.loading") : t("messages.list.none")}
        filters={
          <>
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
