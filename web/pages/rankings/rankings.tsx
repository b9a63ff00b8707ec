import { NativeSelect, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Failed } from "../../components/asked.tsx";
import { Moment } from "../../components/moment.tsx";
import { skipNext, useRest, useSome } from "../../components/use-some.ts";
import { periods, type PeriodName } from "./lines.ts";
import { Published } from "./published.tsx";
import { RankingTable } from "./ranking-table.tsx";

/** Rankings: as they stand now, and as they were published. */
export function Rankings() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const { group, level } = address;
  const period: PeriodName = periods.find((one) => one === address["period"]) ?? "week";
  const groups = useQuery(api.roster.groups.queryOptions());
  const levels = useQuery(api.rankings.levels.queryOptions());
  const value = group !== undefined ? `group ${group}` : level !== undefined ? `level ${level}` : "";
  function choose(wanted: string) {
    const [kind, ...name] = wanted.split(" ");
    change({ group: undefined, level: undefined, ...(wanted === "" ? {} : { [kind ?? ""]: name.join(" ") }) });
  }
  return (
    <Stack>
      <Title order={1}>{t("rankings.list.title")}</Title>
      <Group>
        <NativeSelect
          label={t("rankings.list.scope")}
          value={value}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[
            { value: "", label: t("rankings.list.school") },
            {
              group: t("rankings.list.levels"),
              items: (levels.data ?? []).map((one) => ({ value: `level ${one}`, label: one })),
            },
            {
              group: t("rankings.list.groups"),
              items: (groups.data ?? []).map((one) => ({ value: `group ${one.id}`, label: one.title })),
            },
          ]}
        />
        <NativeSelect
          label={t("rankings.list.period")}
          value={period}
          onChange={(event) => change({ period: event.currentTarget.value })}
          data={periods.map((one) => ({ value: one, label: t(`rankings.period.${one}`) }))}
        />
      </Group>
      <Tabs value={address["tab"] ?? "now"} onChange={(tab) => change({ tab: tab ?? undefined })}>
        <Tabs.List>
          <Tabs.Tab value="now">{t("rankings.list.now")}</Tabs.Tab>
          <Tabs.Tab value="published">{t("rankings.list.published")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="now" pt="md" keepMounted={false}>
          <Standing group={group} level={level} period={period} />
        </Tabs.Panel>
        <Tabs.Panel value="published" pt="md" keepMounted={false}>
          <Published group={group} period={period} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Standing({
  group,
  level,
  period,
}: {
  readonly group: string | undefined;
  readonly level: string | undefined;
  readonly period: PeriodName;
}) {
  const { t } = useTranslation();
  const scope = group !== undefined ? { groupId: group } : level !== undefined ? { level } : {};
  const wanted = useSome(["rank", "name", "points", "movement"]);
  const ranking = useInfiniteQuery(
    api.rankings.standing.infiniteOptions({
      input: (skip: number) => ({ ...scope, period, ...wanted(skip) }),
      initialPageParam: 0,
      getNextPageParam: skipNext,
      placeholderData: keepPreviousData,
    }),
  );
  const lines = useMemo(() => ranking.data?.pages.flatMap((page) => page.lines) ?? [], [ranking.data]);
  const first = ranking.data?.pages[0];
  const rest = useRest(ranking, first?.count ?? 0);
  return (
    <Stack>
      {ranking.isError ? <Failed error={ranking.error} retry={() => void ranking.refetch()} /> : null}
      {first === undefined ? (
        ranking.isPending ? (
          <Text>{t("frame.app.loading")}</Text>
        ) : null
      ) : (
        <>
          <Text>
            {first.from === null ? (
              t("rankings.list.sinceEver")
            ) : (
              <>
                {t("rankings.list.since")} <Moment at={first.from} />
              </>
            )}
          </Text>
          <RankingTable lines={lines} label={t("rankings.list.now")} some={rest} />
        </>
      )}
    </Stack>
  );
}
