import { NativeSelect, Stack, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { RowLink } from "../../components/row-link.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { CorrectionForm } from "./correction-form.tsx";
import { Days } from "./days.tsx";
import type { SheetLine } from "./lines.ts";
import { useSheetColumns } from "./sheet-columns.tsx";

/** The register: who was expected and who came, with corrections by hand. */
export function Attendance() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const [corrected, setCorrected] = useState<SheetLine>();
  const { from, to, group, coach, only } = address;
  const groups = useQuery(api.roster.groups.queryOptions());
  const coaches = useQuery(api.roster.coaches.queryOptions());
  const sheet = useQuery(
    api.participation.attendance.queryOptions({
      input: {
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(group === undefined ? {} : { groupId: group }),
        ...(coach === undefined ? {} : { coachId: coach }),
        ...(only === undefined ? {} : { absent: "only" as const }),
      },
      placeholderData: keepPreviousData,
    }),
  );
  const between = useMemo<readonly Column<SheetLine>[]>(
    () => [
      {
        id: "course",
        head: t("participation.sheet.course"),
        sortBy: (row) => row.courseTitle,
        cell: (row) => (
          <>
            <div>{row.courseTitle}</div>
            <div className="quiet">
              {row.groupTitle === row.courseTitle ? row.coach : `${row.coach} · ${row.groupTitle}`}
            </div>
          </>
        ),
      },
      {
        id: "student",
        head: t("participation.sheet.student"),
        sortBy: (row) => row.student,
        cell: (row) => <RowLink to={`/students/${row.studentId}`}>{row.student}</RowLink>,
      },
    ],
    [t],
  );
  const newestFirst = useMemo(() => sheet.data?.lines.toReversed() ?? [], [sheet.data]);
  const columns = useSheetColumns(between, setCorrected);
  const filters = (
    <>
      <NativeSelect
        aria-label={t("participation.sheet.group")}
        value={group ?? ""}
        onChange={(event) => change({ group: event.currentTarget.value })}
        data={[
          { value: "", label: t("participation.sheet.allGroups") },
          ...(groups.data ?? []).map((one) => ({ value: one.id, label: one.title })),
        ]}
      />
      <NativeSelect
        aria-label={t("participation.sheet.coach")}
        value={coach ?? ""}
        onChange={(event) => change({ coach: event.currentTarget.value })}
        data={[
          { value: "", label: t("participation.sheet.allCoaches") },
          ...(coaches.data ?? []).map((one) => ({ value: one.id, label: one.name })),
        ]}
      />
      <NativeSelect
        aria-label={t("participation.sheet.verdict")}
        value={only ?? ""}
        onChange={(event) => change({ only: event.currentTarget.value })}
        data={[
          { value: "", label: t("participation.sheet.everybody") },
          { value: "absent", label: t("participation.sheet.absentOnly") },
        ]}
      />
    </>
  );
  return (
    <Stack>
      <Title order={1}>{t("participation.sheet.title")}</Title>
      <Text>{t("participation.sheet.intro")}</Text>
      <Days />
      <Asked query={sheet}>
        {({ lines, isCut }) => (
          <>
            {isCut ? <Text role="status">{t("participation.sheet.cut", { count: lines.length })}</Text> : null}
            <Table
              label={t("participation.sheet.title")}
              rows={newestFirst}
              columns={columns}
              rowId={(row) => `${row.sessionId} ${row.studentId}`}
              search={(row) => `${row.student} ${row.courseTitle} ${row.coach} ${row.groupTitle}`}
              filters={filters}
              empty={t("participation.sheet.none")}
            />
          </>
        )}
      </Asked>
      {corrected === undefined ? null : <CorrectionForm line={corrected} close={() => setCorrected(undefined)} />}
    </Stack>
  );
}
