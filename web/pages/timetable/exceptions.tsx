import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { useTimes } from "../../components/use-times.ts";
import { Window } from "../../components/window.tsx";
import { ExceptionForm } from "./exception-form.tsx";
import type { Kept } from "./lines.ts";
import { TimetablePart } from "./parts.tsx";

const colours = {
  cancelled: "bad",
  moved: "warning",
  substitute: "warning",
  kept: "good",
  extra: "busy",
} as const;

/** What people decided about single sessions, and what they decide now. */
export function Exceptions() {
  const { t } = useTranslation();
  const times = useTimes();
  const mayChange = useMayChange();
  const [isDeciding, setIsDeciding] = useState(false);
  const anew = useAnew(api.sessions.key(), api.school.key());
  const decisions = useQuery(api.sessions.decisions.queryOptions({ input: {} }));
  const { mutateAsync: takeBack } = useMutation(api.sessions.takeBack.mutationOptions({ onSuccess: anew }));
  const { mutateAsync: putBack } = useMutation(api.sessions.putBack.mutationOptions({ onSuccess: anew }));
  const columns = useMemo(
    (): readonly Column<Kept>[] => [
      {
        id: "kind",
        head: t("timetable.exception.kind"),
        sortBy: (row) => row.kind,
        cell: (row) => <Mark tone={colours[row.kind]}>{t(`timetable.exception.${row.kind}`)}</Mark>,
      },
      { id: "course", head: t("timetable.exception.course"), sortBy: (row) => row.course, cell: (row) => row.course },
      {
        id: "when",
        head: t("timetable.exception.when"),
        sortBy: (row) => row.date,
        cell: (row) => whenOf(row, times),
      },
      {
        id: "detail",
        head: t("timetable.exception.detail"),
        cell: (row) => (
          <Stack gap={0}>
            {row.kind === "moved" ? (
              <Text size="sm">
                {t("timetable.exception.movedTo", { when: `${times.dayNamed(row.date)} ${row.time ?? ""}` })}
              </Text>
            ) : null}
            {row.coach === null ? null : <Text size="sm">{row.coach}</Text>}
            {row.reason === null ? null : <Text size="sm">{row.reason}</Text>}
          </Stack>
        ),
      },
      { id: "by", head: t("timetable.exception.by"), sortBy: (row) => row.by, cell: (row) => row.by },
      ...(mayChange
        ? [
            {
              id: "back",
              head: t("timetable.exception.takeBack"),
              cell: (row: Kept) => (
                <Confirm
                  label={t("timetable.exception.takeBack")}
                  title={t("timetable.exception.takeBackTitle")}
                  touches={[`${row.course}, ${whenOf(row, times)}`]}
                  consequence={t("timetable.exception.takeBackAfter")}
                  act={async () => {
                    const { sessions } = await takeBack({ number: row.number });
                    notify(
                      t("timetable.exception.takenBack", { count: sessions }),
                      async () => await putBack({ number: row.number }),
                    );
                  }}
                />
              ),
            },
          ]
        : []),
    ],
    [t, times, mayChange, takeBack, putBack],
  );
  return (
    <TimetablePart title={t("timetable.exception.title")}>
      <Text>{t("timetable.exception.intro")}</Text>
      {mayChange ? (
        <Group>
          <Button onClick={() => setIsDeciding(true)}>{t("timetable.exception.decide")}</Button>
        </Group>
      ) : null}
      <Title order={2} size="h3">
        {t("timetable.exception.list")}
      </Title>
      <Asked query={decisions}>
        {(rows) => (
          <Table
            label={t("timetable.exception.list")}
            rows={rows}
            columns={columns}
            rowId={(row) => String(row.number)}
            search={(row) => `${row.course} ${row.coach ?? ""} ${row.reason ?? ""}`}
            empty={t("timetable.exception.none")}
          />
        )}
      </Asked>
      <Window isOpen={isDeciding} close={() => setIsDeciding(false)} title={t("timetable.exception.decide")}>
        {isDeciding ? <ExceptionForm close={() => setIsDeciding(false)} /> : null}
      </Window>
    </TimetablePart>
  );
}

/** When it takes place now, else the day that the timetable has. */
function whenOf(row: Kept, times: ReturnType<typeof useTimes>): string {
  return row.startsAt === null ? `${times.dayNamed(row.date)} ${row.time ?? ""}`.trim() : times.short(row.startsAt);
}
