import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { RowLink } from "../../components/row-link.tsx";
import type { TableProps } from "../../components/table-props.ts";
import { Table, type Column } from "../../components/table.tsx";
import type { RankingLine } from "./lines.ts";

/** The lines of a ranking: place, student, points, and places gained or lost. */
export function RankingTable({
  lines,
  label,
  some,
}: {
  readonly lines: readonly RankingLine[];
  readonly label: string;
  /** Present where the lines come some at a time. */
  readonly some?: TableProps<RankingLine>["some"];
}) {
  const { t } = useTranslation();
  const columns = useMemo<readonly Column<RankingLine>[]>(
    () => [
      { id: "rank", head: t("rankings.line.rank"), sortBy: (row) => row.rank, cell: (row) => row.rank },
      {
        id: "name",
        head: t("rankings.line.student"),
        sortBy: (row) => row.name,
        cell: (row) => <RowLink to={`/students/${row.studentId}`}>{row.name}</RowLink>,
      },
      { id: "points", head: t("rankings.line.points"), sortBy: (row) => row.points, cell: (row) => row.points },
      {
        id: "movement",
        head: t("rankings.line.movement"),
        sortBy: (row) => (typeof row.movement === "number" ? row.movement : 0),
        cell: ({ movement }) => (
          <>
            {movement === null
              ? "–"
              : movement === "new"
                ? t("rankings.line.new")
                : movement === 0
                  ? t("rankings.line.same")
                  : movement > 0
                    ? t("rankings.line.up", { count: movement })
                    : t("rankings.line.down", { count: -movement })}
          </>
        ),
      },
    ],
    [t],
  );
  return (
    <Table
      label={label}
      rows={lines}
      columns={columns}
      rowId={(row) => row.studentId}
      {...(some === undefined ? { search: (row: RankingLine) => row.name } : { some })}
      empty={t("rankings.line.none")}
    />
  );
}
