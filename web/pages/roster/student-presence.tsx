import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { CorrectionForm } from "../participation/correction-form.tsx";
import type { SheetLine } from "../participation/lines.ts";
import { Presence } from "../participation/presence.tsx";

/** The sessions of a student, the newest first, each of which can be corrected. */
export function StudentPresence({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const [corrected, setCorrected] = useState<SheetLine>();
  const sheet = useQuery(api.participation.attendance.queryOptions({ input: { studentId: id } }));
  const columns = useMemo<readonly Column<SheetLine>[]>(
    () => [
      {
        id: "when",
        head: t("participation.sheet.when"),
        sortBy: (row) => row.startsAt,
        cell: (row) => <Moment at={row.startsAt} />,
      },
      {
        id: "course",
        head: t("participation.sheet.course"),
        sortBy: (row) => row.courseTitle,
        cell: (row) => row.courseTitle,
      },
      {
        id: "present",
        head: t("participation.sheet.verdict"),
        sortBy: (row) => (row.present ? 1 : 0),
        cell: (row) => (
          <Group gap="xs">
            <Presence line={row} />
          </Group>
        ),
      },
      ...(mayChange
        ? [
            {
              id: "correct",
              head: t("participation.sheet.correct"),
              cell: (row: SheetLine) => (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={t("participation.sheet.correctOne", { student: row.student, course: row.courseTitle })}
                  onClick={() => setCorrected(row)}
                >
                  {t("participation.sheet.correct")}
                </Button>
              ),
            },
          ]
        : []),
    ],
    [t, mayChange],
  );
  return (
    <Stack>
      <Asked query={sheet}>
        {({ lines }) => (
          <>
            <Text fw={600}>
              {t("participation.mine.count", {
                present: lines.filter((line) => line.present).length,
                count: lines.length,
              })}
            </Text>
            <Table
              label={t("roster.tab.presence")}
              rows={lines.toReversed()}
              columns={columns}
              rowId={(row) => row.sessionId}
              empty={t("roster.student.noSession")}
            />
          </>
        )}
      </Asked>
      {corrected === undefined ? null : <CorrectionForm line={corrected} close={() => setCorrected(undefined)} />}
    </Stack>
  );
}
