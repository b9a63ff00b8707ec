import { Popover, Stack, Table, Text, UnstyledButton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import { languageOf } from "../../i18n/i18n.ts";
import { placeIn, weekdayNamed, type Problem, type SheetShown } from "./lines.ts";
import { ProblemWords } from "./problem-list.tsx";

/** The height of a row, in pixels. */
const tall = 34;
const rank = { error: 2, warning: 1, notice: 0 } as const;

/** The cells of a sheet, of any length: the header row and the columns that are understood are marked, problems are coloured. */
export function SheetGrid({
  sheet,
  problems,
  chosen,
  choose,
}: {
  readonly sheet: SheetShown;
  readonly problems: readonly Problem[];
  /** The cell that is pointed at, `Fix Schedule!G31`. */
  readonly chosen: string | undefined;
  readonly choose: (cell: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const { rows, heads, headerRow } = sheet;
  const byCell = useMemo(() => Map.groupBy(problems, (problem) => placeIn(problem.cell).cell), [problems]);
  const holds = useHolds(sheet);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => tall,
    overscan: 12,
  });
  const target = chosen === undefined ? undefined : placeIn(chosen).cell;
  const targetRow = target === undefined ? undefined : Number(/\d+$/.exec(target)?.[0]);
  useEffect(() => {
    const index = rows.findIndex((one) => one.row === targetRow);
    if (index >= 0) virtual.scrollToIndex(index, { align: "center" });
  }, [targetRow, rows, virtual]);
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const label = t("timetable.sheet.label", { sheet: sheet.name });
  return (
    <div ref={frame} className="scroller" tabIndex={0} role="region" aria-label={label}>
      <Table stickyHeader withColumnBorders className="sheet" aria-label={label} aria-rowcount={rows.length + 1}>
        <Table.Thead>
          <Table.Tr aria-rowindex={1}>
            <Table.Th scope="col">{t("timetable.sheet.row")}</Table.Th>
            {heads.map(({ letters }, column) => (
              <Table.Th key={letters} scope="col">
                <Stack gap={2} align="start">
                  {letters}
                  {holds.get(column) === undefined ? null : (
                    <Text size="xs" c="dimmed">
                      {holds.get(column)}
                    </Text>
                  )}
                </Stack>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Gap height={above} width={heads.length + 1} />
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <Table.Tr
                key={row.row}
                aria-rowindex={index + 2}
                className={row.row === headerRow ? "header" : undefined}
              >
                <Table.Th scope="row">
                  {row.row}
                  {row.row === headerRow ? ` · ${t("timetable.sheet.heading")}` : ""}
                </Table.Th>
                {heads.map(({ letters }, column) => {
                  const cell = `${letters}${row.row}`;
                  const text = row.cells[column] ?? "";
                  const wrong = byCell.get(cell);
                  if (wrong === undefined) return <Table.Td key={letters}>{text}</Table.Td>;
                  return (
                    <WrongCell
                      key={letters}
                      cell={cell}
                      text={text}
                      problems={wrong}
                      isChosen={target === cell}
                      choose={(isOpen) => choose(isOpen ? `${sheet.name}!${cell}` : undefined)}
                    />
                  );
                })}
              </Table.Tr>
            );
          })}
          <Gap height={below} width={heads.length + 1} />
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** A cell in which something is wrong; what, is said beside it. */
function WrongCell({
  cell,
  text,
  problems,
  isChosen,
  choose,
}: {
  readonly cell: string;
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly isChosen: boolean;
  readonly choose: (isOpen: boolean) => void;
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isChosen) button.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [isChosen]);
  const [worst = problems[0]] = problems.toSorted((a, b) => rank[b.severity] - rank[a.severity]);
  const value = text === "" ? t("timetable.sheet.empty") : text;
  const problem = problems.map((one) => one.message[language]).join(" ");
  return (
    <Table.Td className={`wrong ${worst?.severity ?? ""}`}>
      <Popover opened={isChosen} onChange={choose} width={320} withArrow shadow="md" position="right">
        <Popover.Target>
          <UnstyledButton
            ref={button}
            fz="inherit"
            fw="inherit"
            aria-label={t("timetable.sheet.cell", { cell, value, problem })}
            aria-expanded={isChosen}
            onClick={() => choose(!isChosen)}
          >
            {text === "" ? "∅" : text}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <Text size="sm" fw={700}>
              {cell}
            </Text>
            {problems.map((one) => (
              <div key={one.code}>
                <ProblemWords problem={one} />
              </div>
            ))}
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Table.Td>
  );
}

/** What each column is understood to hold, in words. */
function useHolds({ byRole, starts, dayColumns }: SheetShown): ReadonlyMap<number, string> {
  const { t, i18n } = useTranslation();
  return useMemo(
    () =>
      new Map([
        ...byRole.map(({ role, column }) => [column, t(`timetable.role.${role}`)] as const),
        ...starts.map(({ column, zone }) => {
          const word = t("timetable.role.start");
          return [column, zone === null ? word : `${word} (${zone})`] as const;
        }),
        ...dayColumns.map(({ column, weekday }) => {
          const day = weekdayNamed(languageOf(i18n), weekday);
          return [column, t("timetable.mapping.day", { day })] as const;
        }),
      ]),
    [byRole, starts, dayColumns, t, i18n],
  );
}

/** The place of the rows that are not drawn. */
function Gap({ height, width }: { readonly height: number; readonly width: number }) {
  if (height <= 0) return null;
  return (
    <Table.Tr aria-hidden>
      <Table.Td colSpan={width} h={height} p={0} />
    </Table.Tr>
  );
}
