import { NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useAddress } from "../../components/address.ts";
import { Mark } from "../../components/mark.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import { weekdayNamed, type Difference, type Preview } from "./lines.ts";

type Line = Difference["added"][number];
type Fields = Difference["changed"][number]["fields"];
const kinds = ["added", "changed", "removed"] as const;
const colours = { added: "good", changed: "warning", removed: "bad" } as const;

interface Row {
  readonly kind: (typeof kinds)[number];
  readonly line: Line;
  readonly fields: Fields;
}

/** What an import would change in the timetable, field by field, and in the coming week. */
export function DifferenceTable({
  difference,
  touches,
}: {
  readonly difference: Difference;
  readonly touches: Preview["touches"];
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const [address, change] = useAddress();
  const kind = kinds.find((one) => one === address["change"]);
  const rows = useMemo((): readonly Row[] => {
    const { added, changed, removed } = difference;
    const all: readonly Row[] = [
      ...removed.map((line) => ({ kind: "removed" as const, line, fields: [] })),
      ...changed.map(({ line, fields }) => ({ kind: "changed" as const, line, fields })),
      ...added.map((line) => ({ kind: "added" as const, line, fields: [] })),
    ];
    return kind === undefined ? all : all.filter((row) => row.kind === kind);
  }, [difference, kind]);
  const columns = useMemo((): readonly Column<Row>[] => {
    const valueOf = (field: Fields[number]["field"], value: string) =>
      value === ""
        ? t("timetable.change.nothing")
        : field === "weekday"
          ? weekdayNamed(language, Number(value))
          : value;
    return [
      {
        id: "kind",
        head: t("timetable.change.kind"),
        sortBy: (row) => row.kind,
        cell: (row) => <Mark tone={colours[row.kind]}>{t(`timetable.change.${row.kind}`)}</Mark>,
      },
      {
        id: "course",
        head: t("timetable.change.course"),
        sortBy: (row) => row.line.course,
        cell: (row) => row.line.course,
      },
      {
        id: "when",
        head: t("timetable.change.when"),
        sortBy: ({ line }) => `${line.weekday} ${line.time}`,
        cell: ({ line }) => `${weekdayNamed(language, line.weekday)} ${line.time} (${line.timeZone})`,
      },
      {
        id: "coach",
        head: t("timetable.change.coach"),
        sortBy: (row) => row.line.coach,
        cell: (row) => row.line.coach,
      },
      {
        id: "what",
        head: t("timetable.change.what"),
        cell: (row) => (
          <Stack gap={2}>
            {row.fields.map(({ field, before, after }) => (
              <Text key={field} size="sm">
                {t("timetable.change.was", {
                  field: t(`timetable.field.${field}`),
                  before: valueOf(field, before),
                  after: valueOf(field, after),
                })}
              </Text>
            ))}
          </Stack>
        ),
      },
    ];
  }, [t, language]);
  const { unchanged, stays } = difference;
  return (
    <Stack>
      {touches === null ? null : <Touches touches={touches} />}
      <Table
        name="change"
        label={t("timetable.change.label")}
        rows={rows}
        columns={columns}
        rowId={(row) => `${row.kind} ${row.line.cell} ${row.line.course} ${row.line.weekday} ${row.line.time}`}
        search={({ line }) => `${line.course} ${line.coach}`}
        empty={t("timetable.change.none")}
        filters={
          <NativeSelect
            aria-label={t("timetable.change.kind")}
            data={[
              { value: "", label: t("timetable.change.all") },
              ...kinds.map((one) => ({ value: one, label: t(`timetable.change.${one}`) })),
            ]}
            value={kind ?? ""}
            onChange={(event) => change({ change: event.currentTarget.value })}
          />
        }
      />
      {unchanged === 0 ? null : <Text size="sm">{t("timetable.change.unchanged", { count: unchanged })}</Text>}
      {stays === 0 ? null : <Text size="sm">{t("timetable.change.stays", { count: stays })}</Text>}
    </Stack>
  );
}

function Touches({ touches: { sessions, meetings, messages } }: { readonly touches: NonNullable<Preview["touches"]> }) {
  const { t } = useTranslation();
  return (
    <Stack gap={2} component="section" aria-label={t("timetable.change.touches")}>
      <Title order={3} size="h5">
        {t("timetable.change.touches")}
      </Title>
      <Text size="sm">{t("timetable.change.sessions", sessions)}</Text>
      <Text size="sm">{t("timetable.change.meetings", meetings)}</Text>
      <Text size="sm">{t("timetable.change.messages", messages)}</Text>
      {messages.alerted === 0 ? null : (
        <Text size="sm">{t("timetable.change.alerted", { count: messages.alerted })}</Text>
      )}
    </Stack>
  );
}
