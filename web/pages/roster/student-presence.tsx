import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { CorrectionForm } from "../participation/correction-form.tsx";
import type { SheetLine } from "../participation/lines.ts";
import { useSheetColumns } from "../participation/sheet-columns.tsx";

/** The sessions of a student, the newest first, each of which can be corrected. */
export function StudentPresence({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const [corrected, setCorrected] = useState<SheetLine>();
  const sheet = useQuery(api.participation.attendance.queryOptions({ input: { studentId: id } }));
  const between = useMemo<readonly Column<SheetLine>[]>(
    () => [
      {
        id: "course",
        head: t("participation.sheet.course"),
        sortBy: (row) => row.courseTitle,
        cell: (row) => row.courseTitle,
      },
    ],
    [t],
  );
  const columns = useSheetColumns(between, setCorrected);
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
