import { Anchor, Card, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { skipNext, useRest, useSome } from "../../components/use-some.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { weekdayNamed, type Line } from "./lines.ts";
import { TimetablePart } from "./parts.tsx";

/** The timetable in force, and the week as a workbook. */
export function Timetable() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const wanted = useSome(["course", "when", "minutes", "level", "coach", "group"]);
  const list = useInfiniteQuery(
    api.timetable.lines.infiniteOptions({
      input: wanted,
      initialPageParam: 0,
      getNextPageParam: skipNext,
      placeholderData: keepPreviousData,
    }),
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.lines) ?? [], [list.data]);
  const rest = useRest(list, list.data?.pages[0]?.count ?? 0);
  const columns = useMemo((): readonly Column<Line>[] => {
    // Until its group is known, a line has the number or the link that the workbook has.
    const groupOf = (line: Line) => line.groupTitle ?? line.group;
    return [
      { id: "course", head: t("timetable.line.course"), sortBy: (line) => line.course, cell: (line) => line.course },
      {
        id: "when",
        head: t("timetable.line.when"),
        sortBy: (line) => `${line.weekday} ${line.time}`,
        cell: (line) => `${weekdayNamed(language, line.weekday)} ${line.time} (${line.timeZone})`,
      },
      {
        id: "minutes",
        head: t("timetable.line.minutes"),
        sortBy: (line) => line.durationMinutes,
        cell: (line) => t("timetable.line.min", { count: line.durationMinutes }),
      },
      {
        id: "level",
        head: t("timetable.line.level"),
        sortBy: (line) => line.level ?? "",
        cell: (line) => line.level ?? "–",
      },
      { id: "coach", head: t("timetable.line.coach"), sortBy: (line) => line.coach, cell: (line) => line.coach },
      { id: "group", head: t("timetable.line.group"), sortBy: groupOf, cell: groupOf },
    ];
  }, [t, language]);
  return (
    <TimetablePart title={t("timetable.line.title")}>
      {list.isError ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      <Table
        label={t("timetable.line.title")}
        rows={rows}
        columns={columns}
        rowId={(line) => `${line.cell} ${line.course} ${line.weekday} ${line.time}`}
        some={rest}
        empty={list.isPending ? t("frame.app.loading") : t("timetable.line.none")}
      />
      {rows.length === 0 ? null : <Export />}
    </TimetablePart>
  );
}

function Export() {
  const { t } = useTranslation();
  const [from, setFrom] = useState("");
  return (
    <Card withBorder component="section" aria-label={t("timetable.line.export")}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t("timetable.line.export")}
        </Title>
        <Text size="sm">{t("timetable.line.exportHint")}</Text>
        <Group align="end">
          <TextInput
            type="date"
            label={t("timetable.line.from")}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <Anchor underline="always" href={`/api/timetable/export${from === "" ? "" : `?from=${from}`}`} download>
            {t("timetable.line.download")}
          </Anchor>
        </Group>
      </Stack>
    </Card>
  );
}
