import { Button, Checkbox, Group, Stack, Table as Plain, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp, IconSearch } from "@tabler/icons-react";
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
import { memo, useDeferredValue, useMemo, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useAddress } from "./address.ts";
import { plain } from "./plain.ts";

/** A column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** What the rows are put in order by; without it the column cannot be sorted. */
  readonly sortBy?: (row: Row) => string | number;
}

/** What a table shows. */
interface TableProps<Row> {
  /** What it is a table of, for those who do not see it. */
  readonly label: string;
  readonly rows: readonly Row[];
  /** Stable from one rendering to the next (`useMemo`). */
  readonly columns: readonly Column<Row>[];
  readonly rowId: (row: Row) => string;
  /** The text of a row that the search field looks in; without it there is no such field. */
  readonly search?: (row: Row) => string;
  /** Further choices beside the search field; keep them in the address (`useAddress`). */
  readonly filters?: ReactNode;
  /** What stands there while there is nothing: why, and the next step. */
  readonly empty: ReactNode;
  /** What can be done with the rows that were ticked; without it none can be. */
  readonly bulk?: (chosen: readonly Row[], clear: () => void) => ReactNode;
  /** Before the address' own words (`q`, `sort`), where a page has two tables. */
  readonly name?: string;
}

const features = tableFeatures({
  rowSortingFeature,
  rowSelectionFeature,
  sortedRowModel: createSortedRowModel(),
});

/** Rows that are drawn at once above and below those in sight. */
const overscan = 12;

/**
 * A table of any length: only the rows in sight are in the document. Search and order are kept in the address.
 */
export function Table<Row extends object>(props: TableProps<Row>) {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const prefix = props.name === undefined ? "" : `${props.name}-`;
  const words = address[`${prefix}q`] ?? "";
  const wanted = plain(useDeferredValue(words));
  const { rows, search } = props;
  const found = useMemo(
    () => (wanted === "" || search === undefined ? rows : rows.filter((row) => plain(search(row)).includes(wanted))),
    [rows, search, wanted],
  );
  if (rows.length === 0) {
    return (
      <Stack>
        {props.filters === undefined ? null : <Group>{props.filters}</Group>}
        {typeof props.empty === "string" ? <Text>{props.empty}</Text> : props.empty}
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Group>
        {search === undefined ? null : (
          <TextInput
            type="search"
            aria-label={t("frame.table.search")}
            placeholder={t("frame.table.search")}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={words}
            onChange={(event) => change({ [`${prefix}q`]: event.currentTarget.value })}
          />
        )}
        {props.filters}
        <Text size="sm" c="dimmed" role="status">
          {t("frame.table.count", { count: found.length })}
        </Text>
      </Group>
      {found.length === 0 ? (
        <Group>
          <Text>{t("frame.table.none")}</Text>
          <Button variant="default" size="compact-sm" onClick={() => change({ [`${prefix}q`]: undefined })}>
            {t("frame.table.clear")}
          </Button>
        </Group>
      ) : (
        <Rows
          {...props}
          rows={found}
          sort={address[`${prefix}sort`]}
          onSort={(sort) => change({ [`${prefix}sort`]: sort })}
        />
      )}
    </Stack>
  );
}

/** The rows that are left after the search, in their order. */
function Rows<Row extends object>({
  label,
  rows,
  columns,
  rowId,
  bulk,
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
  const sorting = sort === undefined ? [] : [{ id: sort.replace(/^-/, ""), desc: sort.startsWith("-") }];
  const table = useTable({
    features,
    columns: inner,
    data: rows,
    getRowId: rowId,
    state: { sorting: sorting.filter(({ id }) => columns.some((column) => column.id === id)) },
  });
  const shown = table.getRowModel().rows;
  const chosen = table.getSelectedRowModel().rows.map((row) => row.original);
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 44,
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const width = columns.length + (bulk === undefined ? 0 : 1);
  return (
    <>
      {bulk === undefined || chosen.length === 0 ? null : (
        <Group role="group" aria-label={t("frame.table.chosen", { count: chosen.length })}>
          <Text fw={600}>{t("frame.table.chosen", { count: chosen.length })}</Text>
          {bulk(chosen, () => table.resetRowSelection(true))}
        </Group>
      )}
      <div ref={frame} className="scroller" tabIndex={0} role="region" aria-label={label}>
        <Plain stickyHeader aria-label={label} aria-rowcount={shown.length + 1} highlightOnHover>
          <Plain.Thead>
            <Plain.Tr aria-rowindex={1}>
              {bulk === undefined ? null : (
                <Plain.Th w={40}>
                  <Checkbox
                    aria-label={t("frame.table.all")}
                    checked={table.getIsAllRowsSelected()}
                    indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                    onChange={(event) => table.toggleAllRowsSelected(event.currentTarget.checked)}
                  />
                </Plain.Th>
              )}
              {columns.map((column) => (
                <Head key={column.id} column={column} sort={sort} onSort={onSort} />
              ))}
            </Plain.Tr>
          </Plain.Thead>
          <Plain.Tbody>
            <Gap height={above} width={width} />
            {items.map(({ index }) => {
              const row = shown[index];
              return row === undefined ? null : (
                <Line
                  key={row.id}
                  row={row}
                  index={index}
                  columns={columns}
                  isChosen={bulk === undefined ? undefined : row.getIsSelected()}
                  measure={virtual.measureElement}
                />
              );
            })}
            <Gap height={below} width={width} />
          </Plain.Tbody>
        </Plain>
      </div>
    </>
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
    <Plain.Tr data-index={index} ref={measure} aria-rowindex={index + 2}>
      {isChosen === undefined ? null : (
        <Plain.Td>
          <Checkbox
            aria-label={t("frame.table.one", { number: index + 1 })}
            checked={isChosen}
            onChange={(event) => row.toggleSelected(event.currentTarget.checked)}
          />
        </Plain.Td>
      )}
      {columns.map((column) => (
        <Plain.Td key={column.id}>{column.cell(row.original)}</Plain.Td>
      ))}
    </Plain.Tr>
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
  if (sortBy === undefined) return <Plain.Th>{head}</Plain.Th>;
  const order = sort === id ? "ascending" : sort === `-${id}` ? "descending" : "none";
  const Icon = order === "ascending" ? IconArrowUp : order === "descending" ? IconArrowDown : IconArrowsSort;
  const next = order === "none" ? id : order === "ascending" ? `-${id}` : undefined;
  return (
    <Plain.Th aria-sort={order}>
      <UnstyledButton onClick={() => onSort(next)} fw="inherit" fz="inherit">
        {head} <Icon size={14} aria-hidden />
      </UnstyledButton>
    </Plain.Th>
  );
}

/** The place of the rows that are not drawn. */
function Gap({ height, width }: { readonly height: number; readonly width: number }) {
  if (height <= 0) return null;
  return (
    <Plain.Tr aria-hidden>
      <Plain.Td colSpan={width} h={height} p={0} />
    </Plain.Tr>
  );
}

function inOrder(one: string | number | undefined, other: string | number | undefined): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one ?? "").localeCompare(String(other ?? ""), undefined, { numeric: true });
}
