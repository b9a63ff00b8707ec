import type { ReactNode } from "react";

/** A column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** What the rows are put in order by; without it the column cannot be sorted. */
  readonly sortBy?: (row: Row) => string | number;
}

/** What a table shows. */
export interface TableProps<Row> {
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
  /** Present where the rows come some at a time, searched and put in order by the server (`useSome`). */
  readonly some?: {
    /** How many there are of those words. */
    readonly count: number;
    readonly isFetching: boolean;
    /** Brings more; absent once all are there. */
    readonly more: (() => void) | undefined;
  };
}
