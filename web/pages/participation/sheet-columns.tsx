import { Group } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useMayChange } from "../../components/may-change.ts";
import type { Column } from "../../components/table.tsx";
import { useTimes } from "../../components/use-times.ts";
import type { SheetLine } from "./lines.ts";
import { Presence } from "./presence.tsx";

/** A register's columns: when, those that tell the lines of this register apart, the verdict, and its correction. */
export function useSheetColumns(
  /** Stable from one rendering to the next. */
  between: readonly Column<SheetLine>[],
  /** Opens the correction of a line; stable as well. */
  correct: (line: SheetLine) => void,
): readonly Column<SheetLine>[] {
  const { t } = useTranslation();
  const times = useTimes();
  const mayChange = useMayChange();
  return useMemo<readonly Column<SheetLine>[]>(
    () => [
      {
        id: "when",
        head: t("participation.sheet.when"),
        sortBy: (row) => row.startsAt,
        cell: (row) => times.short(row.startsAt),
      },
      ...between,
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
                <button
                  type="button"
                  className="small-button"
                  aria-label={t("participation.sheet.correctOne", { student: row.student, course: row.courseTitle })}
                  onClick={() => correct(row)}
                >
                  {t("participation.sheet.correct")}
                </button>
              ),
            },
          ]
        : []),
    ],
    [t, times, mayChange, between, correct],
  );
}
