import { Button, Stack, Text, Title } from "@mantine/core";
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
import type { Imported } from "./lines.ts";
import { Mappings } from "./mappings.tsx";
import { TimetablePart } from "./parts.tsx";
import { ProblemList } from "./problem-list.tsx";

/** What was imported, by whom, and the way back. */
export function History() {
  const { t } = useTranslation();
  const times = useTimes();
  const mayChange = useMayChange();
  const [open, setOpen] = useState<number>();
  const imports = useQuery(api.timetable.imports.queryOptions());
  const columns = useMemo(
    (): readonly Column<Imported>[] => [
      { id: "number", head: t("timetable.history.number"), sortBy: (row) => row.number, cell: (row) => row.number },
      {
        id: "when",
        head: t("timetable.history.when"),
        sortBy: (row) => row.importedAt,
        cell: (row) => times.short(row.importedAt),
      },
      {
        id: "who",
        head: t("timetable.history.who"),
        sortBy: (row) => row.by,
        cell: (row) => (row.by === "schedule" ? t("timetable.history.schedule") : row.by),
      },
      {
        id: "file",
        head: t("timetable.history.file"),
        sortBy: (row) => row.fileName,
        cell: (row) => (
          <Stack gap={0}>
            <Text size="sm">
              {row.fileName} · {row.sheet}
            </Text>
            <Text size="xs" c="dimmed" title={`${t("timetable.history.print")} ${row.sha256}`}>
              {t("timetable.history.printOf", { start: row.sha256.slice(0, 8) })}
            </Text>
          </Stack>
        ),
      },
      {
        id: "figures",
        head: t("timetable.history.figures"),
        cell: (row) => (
          <Text size="sm" style={{ whiteSpace: "nowrap" }}>
            {t("timetable.history.changes", row.figures)}
          </Text>
        ),
      },
      {
        id: "problems",
        head: t("timetable.history.problems"),
        sortBy: (row) => row.problems,
        cell: (row) =>
          row.problems === 0 ? (
            "–"
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => setOpen(row.number)}>
              {t("timetable.history.show", { count: row.problems })}
            </Button>
          ),
      },
      {
        id: "state",
        head: t("timetable.history.state"),
        cell: (row) =>
          row.undoneAt !== null ? (
            <Text size="sm">
              {t("timetable.history.undone", { by: row.undoneBy ?? "", when: times.short(row.undoneAt) })}
            </Text>
          ) : row.isLast && mayChange ? (
            <Undo row={row} />
          ) : row.isLast ? (
            <Mark tone="good">{t("timetable.history.inForce")}</Mark>
          ) : (
            "–"
          ),
      },
    ],
    [t, times, mayChange],
  );
  return (
    <TimetablePart title={t("timetable.history.title")}>
      <Asked query={imports}>
        {(rows) => (
          <>
            {rows.length === 0 ? null : <Text size="sm">{t("timetable.history.figuresHint")}</Text>}
            <Table
              label={t("timetable.history.title")}
              rows={rows}
              columns={columns}
              rowId={(row) => String(row.number)}
              search={(row) => `${row.number} ${row.by} ${row.fileName} ${row.sha256}`}
              empty={t("timetable.history.none")}
            />
          </>
        )}
      </Asked>
      <Window
        isOpen={open !== undefined}
        close={() => setOpen(undefined)}
        title={t("timetable.history.problemsOf", { number: open ?? "" })}
      >
        {open === undefined ? null : <Problems number={open} />}
      </Window>
      <Title order={2} size="h3">
        {t("timetable.history.mappings")}
      </Title>
      <Mappings />
    </TimetablePart>
  );
}

/** The last import's way back, with what it touches. */
function Undo({ row: { number, fileName, by } }: { readonly row: Imported }) {
  const { t } = useTranslation();
  const anew = useAnew(api.timetable.key(), api.sessions.key(), api.school.key());
  const touches = useQuery(api.timetable.undoTouches.queryOptions({ input: { number } }));
  const undoing = useMutation(api.timetable.undoImport.mutationOptions({ onSuccess: anew }));
  return (
    <Confirm
      label={t("timetable.history.undo")}
      title={t("timetable.history.undoTitle", { number })}
      touches={[
        t("timetable.history.undoFile", { file: fileName, by }),
        ...(touches.data === undefined ? [] : [t("timetable.history.undoSessions", touches.data.sessions)]),
      ]}
      consequence={t("timetable.history.undoAfter")}
      act={async () => {
        const { sessions } = await undoing.mutateAsync({ number });
        notify(t("timetable.history.undoDone", { count: sessions }));
      }}
    />
  );
}

function Problems({ number }: { readonly number: number }) {
  const problems = useQuery(api.timetable.importProblems.queryOptions({ input: { number } }));
  return <Asked query={problems}>{(found) => <ProblemList isRead problems={found} hasOthers={false} />}</Asked>;
}
