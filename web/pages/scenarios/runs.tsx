import { Button, Group, NativeSelect, Stack, TextInput, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Failed } from "../../components/asked.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useTimes } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { ExportButtons } from "./export-buttons.tsx";
import { levelNamed } from "./levels.ts";
import type { ListedRun } from "./lines.ts";
import { Outcome } from "./outcome.tsx";
import { RunFigures } from "./run-figures.tsx";
import { RunWindow } from "./run-window.tsx";
import { useCause } from "./use-cause.ts";

const outcomes = ["failed", "partial", "succeeded", "skipped", "open"] as const;
/** Every run writes lines that only inform: nobody looks for those. */
const loud = ["error", "warning"] as const;
/** So many runs are asked for at once. */
const page = 100;

/** What ran, when, why, with which outcome; and what it wrote. */
export function Runs() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const times = useTimes();
  const [address, change] = useAddress();
  const { scenario, day } = address;
  const outcome = outcomes.find((one) => one === address["outcome"]);
  const level = levelNamed(address["level"]);
  const wanted = {
    ...(scenario === undefined ? {} : { scenario }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(level === undefined ? {} : { level }),
    ...(day === undefined ? {} : { day }),
  };
  const scenarios = useQuery(api.scenarios.list.queryOptions());
  const titles = useMemo(
    () => new Map(scenarios.data?.map((one) => [one.name, one.title[language]])),
    [scenarios.data, language],
  );
  const list = useInfiniteQuery(
    api.scenarios.runs.infiniteOptions({
      input: (before: number | undefined) => ({ ...wanted, limit: page, ...(before === undefined ? {} : { before }) }),
      initialPageParam: undefined,
      getNextPageParam: (runs) => (runs.length < page ? undefined : runs.at(-1)?.number),
      placeholderData: keepPreviousData,
    }),
  );
  const rows = useMemo(() => list.data?.pages.flat() ?? [], [list.data]);
  const shown = /^[1-9]\d{0,14}$/.test(address["run"] ?? "") ? Number(address["run"]) : undefined;
  const cause = useCause();
  const columns = useMemo(
    (): readonly Column<ListedRun>[] => [
      { id: "number", head: t("scenarios.runs.number"), cell: (run) => run.number, sortBy: (run) => run.number },
      {
        id: "scenario",
        head: t("scenarios.runs.scenario"),
        cell: (run) => titles.get(run.scenario) ?? run.scenario,
        sortBy: (run) => titles.get(run.scenario) ?? run.scenario,
      },
      {
        id: "cause",
        head: t("scenarios.runs.cause"),
        cell: cause,
      },
      { id: "started", head: t("scenarios.runs.started"), cell: (run) => times.short(run.startedAt) },
      {
        id: "seconds",
        head: t("scenarios.runs.seconds"),
        cell(run) {
          const seconds = secondsOf(run);
          return seconds === undefined ? "–" : seconds.toLocaleString(language, { maximumFractionDigits: 1 });
        },
        sortBy: (run) => secondsOf(run) ?? -1,
      },
      {
        id: "outcome",
        head: t("scenarios.runs.outcome"),
        cell: (run) => (
          <>
            <Outcome outcome={run.outcome} />
            {run.failure === null ? null : <span className="two-lines">{run.failure.what[language]}</span>}
          </>
        ),
      },
      {
        id: "open",
        head: t("scenarios.runs.open"),
        cell: (run) => (
          <button
            type="button"
            className="small-button"
            aria-label={t("scenarios.runs.openOne", { number: run.number })}
            onClick={() => change({ run: String(run.number) })}
          >
            {t("scenarios.runs.open")}
          </button>
        ),
      },
    ],
    [t, times, language, titles, change, cause],
  );
  return (
    <Stack>
      <Title order={1}>{t("scenarios.runs.title")}</Title>
      <RunFigures scenario={scenario} />
      {list.isError ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      <Table
        label={t("scenarios.runs.title")}
        rows={rows}
        columns={columns}
        rowId={(run) => run.id}
        empty={list.isPending ? t("frame.app.loading") : t("scenarios.runs.none")}
        filters={
          <>
            <NativeSelect
              aria-label={t("scenarios.runs.scenario")}
              value={scenario ?? ""}
              onChange={(event) => change({ scenario: event.currentTarget.value })}
              data={[
                { value: "", label: t("scenarios.runs.every") },
                ...[...titles].map(([name, title]) => ({ value: name, label: title })),
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
            <NativeSelect
              aria-label={t("scenarios.runs.level")}
              value={level ?? ""}
              onChange={(event) => change({ level: event.currentTarget.value })}
              data={[
                { value: "", label: t("scenarios.runs.everyLevel") },
                ...loud.map((one) => ({ value: one, label: t(`scenarios.runs.with.${one}`) })),
              ]}
            />
            <TextInput
              type="date"
              aria-label={t("scenarios.runs.day")}
              value={day ?? ""}
              onChange={(event) => change({ day: event.currentTarget.value })}
            />
            <ExportButtons
              fetchFile={async (format) => await api.scenarios.exportRuns.call({ ...wanted, format, language })}
            />
          </>
        }
      />
      {list.hasNextPage ? (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("scenarios.runs.more")}
          </Button>
        </Group>
      ) : null}
      {shown === undefined ? null : <RunWindow number={shown} close={() => change({ run: undefined })} />}
    </Stack>
  );
}

function secondsOf(run: ListedRun): number | undefined {
  return run.endedAt === null ? undefined : (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1_000;
}
