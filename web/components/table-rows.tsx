import { Group, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import {
  createSortedRowModel,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type Row as TableRow,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Column, TableProps } from "./table-props.ts";
import { useColumnWidths } from "./use-column-widths.ts";

const features = tableFeatures({
  rowSortingFeature,
  rowSelectionFeature,
  sortedRowModel: createSortedRowModel(),
});

/** Rows that are drawn at once above and below those in sight. */
const overscan = 8;
/** So many rows before the last one that is there, the next ones are asked for. */
const ahead = 60;
/** How high a row of one line is, in pixels (`page.css`). */
const rowHeight = 41;

/** The rows of a table in their order, those that were ticked, and what can be done with these. */
export function Rows<Row extends object>({
  label,
  rows,
  columns,
  rowId,
  bulk,
  some,
  sort,
  onSort,
}: TableProps<Row> & { readonly sort: string | undefined; readonly onSort: (sort: string | undefined) => void }) {
  const { t } = useTranslation();
  const inner = useMemo(
    () =>
      columns.map(({ id, sortBy }): ColumnDef<typeof features, Row> => ({
        id,
        accessorFn: (row) => sortBy?.(row) ?? "",
        sortFn: (one, other) => inOrder(sortBy?.(one.original), sortBy?.(other.original)),
      })),
    [columns],
  );
  const isOrdered = some !== undefined;
  const sorting = useMemo(() => {
    if (isOrdered) return [];
    const id = sort?.replace(/^-/, "");
    return columns.some((column) => column.id === id) ? [{ id: id ?? "", desc: sort?.startsWith("-") === true }] : [];
  }, [sort, columns, isOrdered]);
  const table = useTable({ features, columns: inner, data: rows, getRowId: rowId, state: { sorting } });
  const shown = table.getRowModel().rows;
  const chosen = table.getSelectedRowModel().rows.map((row) => row.original);
  // Held as state: the rows are drawn again once it is there.
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const [widths, measureColumns] = useColumnWidths(frame, columns);
  return (
    <>
      {bulk === undefined || chosen.length === 0 ? null : (
        <Group role="group" aria-label={t("frame.table.chosen", { count: chosen.length })}>
          <Text fw={600}>{t("frame.table.chosen", { count: chosen.length })}</Text>
          {bulk(chosen, () => table.resetRowSelection(true))}
        </Group>
      )}
      <div ref={setFrame} className="scroller" tabIndex={0} role="region" aria-label={label}>
        <table
          className="rows"
          aria-label={label}
          aria-rowcount={(some?.count ?? shown.length) + 1}
          {...(widths === undefined ? {} : { style: { tableLayout: "fixed" } })}
        >
          {widths === undefined ? null : (
            <colgroup>
              {widths.map((width, index) => (
                // A column has no other name than its place.
                <col key={index} style={{ width }} />
              ))}
            </colgroup>
          )}
          <thead>
            <tr aria-rowindex={1}>
              {bulk === undefined ? null : (
                <th className="tick">
                  <Tick
                    label={t("frame.table.all")}
                    isOn={table.getIsAllRowsSelected()}
                    isPartly={table.getIsSomeRowsSelected()}
                    set={(isOn) => table.toggleAllRowsSelected(isOn)}
                  />
                </th>
              )}
              {columns.map((column) => (
                <Head key={column.id} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <Body
            frame={frame}
            rows={shown}
            columns={columns}
            selection={bulk === undefined ? undefined : table.state.rowSelection}
            measureColumns={widths === undefined ? measureColumns : undefined}
            more={some?.isFetching === true ? undefined : some?.more}
          />
        </table>
      </div>
    </>
  );
}

/** The rows in sight. Alone in following the scroll: the head and the rest stay as they are. */
function Body<Row extends object>({
  frame,
  rows,
  columns,
  selection,
  measureColumns,
  more,
}: {
  readonly frame: HTMLDivElement | null;
  readonly rows: readonly TableRow<typeof features, Row>[];
  readonly columns: readonly Column<Row>[];
  /** The ticked rows by their id; absent where none can be. */
  readonly selection: Readonly<Record<string, boolean | undefined>> | undefined;
  /** Present until the columns have their widths. */
  readonly measureColumns: (() => void) | undefined;
  /** Brings more rows; absent where all are there, or on their way. */
  readonly more: (() => void) | undefined;
}) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan,
  });
  const items = virtual.getVirtualItems();
  const areDrawn = items.length > 0;
  useLayoutEffect(() => {
    if (areDrawn) measureColumns?.();
  }, [areDrawn, measureColumns]);
  const isNearEnd = (items.at(-1)?.index ?? 0) >= rows.length - ahead;
  useEffect(() => {
    if (isNearEnd) more?.();
  }, [isNearEnd, more]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const width = columns.length + (selection === undefined ? 0 : 1);
  return (
    <tbody>
      <Gap height={above} width={width} />
      {items.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : (
          <Line
            key={row.id}
            row={row}
            index={index}
            columns={columns}
            isChosen={selection === undefined ? undefined : selection[row.id] === true}
            measure={virtual.measureElement}
          />
        );
      })}
      <Gap height={below} width={width} />
    </tbody>
  );
}

/** A row in sight. It is drawn anew when something of it changed, not with every step of a scroll. */
const Line = memo(PlainLine) as typeof PlainLine;

function PlainLine<Row extends object>({
  row,
  index,
  columns,
  isChosen,
  measure,
}: {
  readonly row: TableRow<typeof features, Row>;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  /** Absent where no row can be chosen. */
  readonly isChosen: boolean | undefined;
  readonly measure: (node: Element | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <tr data-index={index} ref={measure} aria-rowindex={index + 2}>
      {isChosen === undefined ? null : (
        <td>
          <Tick
            label={t("frame.table.one", { number: index + 1 })}
            isOn={isChosen}
            set={(isOn) => row.toggleSelected(isOn)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id}>{column.cell(row.original)}</td>
      ))}
    </tr>
  );
}

/** A box to tick; the browser's own, since a long table has many. */
function Tick({
  label,
  isOn,
  isPartly = false,
  set,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly isPartly?: boolean;
  readonly set: (isOn: boolean) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isPartly && !isOn;
  }, [isPartly, isOn]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      checked={isOn}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}

function Head<Row>({
  column: { id, head, sortBy },
  sort,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
}) {
  if (sortBy === undefined) return <th>{head}</th>;
  const order = sort === id ? "ascending" : sort === `-${id}` ? "descending" : "none";
  const Icon = order === "ascending" ? IconArrowUp : order === "descending" ? IconArrowDown : IconArrowsSort;
  const next = order === "none" ? id : order === "ascending" ? `-${id}` : undefined;
  return (
    <th aria-sort={order}>
      <UnstyledButton onClick={() => onSort(next)} fw="inherit" fz="inherit">
        {head} <Icon size={14} aria-hidden />
      </UnstyledButton>
    </th>
  );
}

/** The place of the rows that are not drawn. */
function Gap({ height, width }: { readonly height: number; readonly width: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className="gap">
      <td colSpan={width} style={{ height }} />
    </tr>
  );
}

function inOrder(one: string | number | undefined, other: string | number | undefined): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return collator.compare(String(one ?? ""), String(other ?? ""));
}

const collator = new Intl.Collator(undefined, { numeric: true });
