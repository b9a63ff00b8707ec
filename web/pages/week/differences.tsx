import { Button, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { Difference } from "../../../src/features/sessions/contract.ts";
import { Mark } from "../../components/mark.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useTimes } from "../../components/use-times.ts";
import type { WeekSession } from "./marks.tsx";

const kindTones = { new: "good", changed: "warning", gone: "bad" } as const;

/** What is other than in the week before. */
export function Differences({
  differences,
  count,
  sessions,
  open,
}: {
  readonly differences: readonly Difference[];
  /** How many there are; the first are told. */
  readonly count: number;
  readonly sessions: readonly WeekSession[];
  readonly open: (id: string) => void;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  const rows = useMemo(() => {
    const byId = new Map(sessions.map((session) => [session.id, session]));
    return differences.map((difference) => ({ difference, session: byId.get(difference.id) }));
  }, [differences, sessions]);
  const columns = useMemo((): readonly Column<Row>[] => {
    const startOf = ({ difference, session }: Row) =>
      difference.kind === "gone" ? difference.startsAt : (session?.startsAt ?? "");
    const courseOf = ({ difference, session }: Row) =>
      difference.kind === "gone" ? difference.course : (session?.course ?? "");
    return [
      {
        id: "when",
        head: t("week.column.when"),
        sortBy: startOf,
        cell: (row) => (startOf(row) === "" ? "–" : times.short(startOf(row))),
      },
      {
        id: "course",
        head: t("week.column.course"),
        sortBy: courseOf,
        cell: (row) =>
          row.session === undefined ? (
            courseOf(row)
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => open(row.difference.id)}>
              {courseOf(row)}
            </Button>
          ),
      },
      {
        id: "kind",
        head: t("week.difference.kind"),
        sortBy: ({ difference }) => difference.kind,
        cell: ({ difference }) => (
          <Mark tone={kindTones[difference.kind]}>{t(`week.difference.${difference.kind}`)}</Mark>
        ),
      },
      {
        id: "what",
        head: t("week.difference.what"),
        cell: ({ difference }) =>
          difference.kind === "changed" ? (
            <>
              <Text size="sm">{difference.fields.map((field) => t(`week.difference.${field}`)).join(", ")}</Text>
              <Text size="sm" c="dimmed">
                {t("week.difference.before", {
                  when: times.short(difference.before.startsAt),
                  coach: difference.before.coach,
                })}
              </Text>
            </>
          ) : (
            "–"
          ),
      },
    ];
  }, [t, times, open]);
  if (rows.length === 0) return <Text>{t("week.difference.none")}</Text>;
  return (
    <Stack>
      <Text size="sm">{t("week.difference.intro")}</Text>
      {count > rows.length ? <Text role="status">{t("week.difference.cut", { count: rows.length })}</Text> : null}
      <Table
        name="difference"
        label={t("week.difference.kind")}
        rows={rows}
        columns={columns}
        rowId={({ difference }) => `${difference.kind} ${difference.id}`}
        empty={t("week.difference.none")}
      />
    </Stack>
  );
}

interface Row {
  readonly difference: Difference;
  readonly session: WeekSession | undefined;
}
