import type { Result } from "#lib/failure.ts";

/** The school's look on a picture. */
export interface SchoolLook {
  readonly name: string;
  /** The main colour, `#rrggbb`. */
  readonly colour: string;
  /** A picture as a `data:` address, or the path of a PNG, JPEG or SVG file; without one the name's first letter stands there. */
  readonly logo: string | undefined;
}

/** Where a student stands against the last ranking: places gained (positive) or lost, or newly in it. */
export type Movement = number | "new";

/** A ranking as a picture. Every text is ready: the painter knows no language. */
export interface RankingCard {
  readonly kind: "ranking";
  readonly look: SchoolLook;
  readonly heading: string;
  readonly group: string;
  readonly period: string;
  readonly lines: readonly {
    readonly rank: number;
    readonly name: string;
    /** Decides the colour behind the initials, so that a student keeps theirs. */
    readonly studentId: string;
    readonly points: string;
    /** Absent in a first ranking. */
    readonly movement: Movement | undefined;
  }[];
  /** What stands below the lines: how many follow. */
  readonly more: string | undefined;
  /** How newcomers are marked. */
  readonly newWord: string;
}

/** Badges awarded in a group, as a picture. */
export interface BadgeCard {
  readonly kind: "badges";
  readonly look: SchoolLook;
  readonly heading: string;
  readonly group: string;
  readonly awards: readonly {
    readonly symbol: "week" | "streak" | "rise" | "heart";
    readonly title: string;
    readonly name: string;
    readonly why: string;
  }[];
}

/** Whatever can be drawn. */
export type Card = RankingCard | BadgeCard | TableCard;

/** Turns cards into PNG pictures; each is drawn alone, in the order asked. */
export interface PicturePort {
  /** A failure leaves the caller to send the text alone. */
  draw(card: Card): Promise<Result<Uint8Array>>;
  /** Ends the painter at once; the next picture starts another. */
  close(): Promise<void>;
}

/** A table to write as a file or as pages. */
export interface Table {
  readonly title: string;
  readonly subtitle: string;
  readonly columns: readonly { readonly head: string; readonly width: number; readonly isNumber?: boolean }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** One printed page of a table; `width` of the columns shares the page. */
export interface TableCard extends Table {
  readonly kind: "table";
  readonly look: SchoolLook;
  readonly footer: string;
}

/** The kinds of file that a table can be written as. */
export type TableFormat = "xlsx" | "csv" | "pdf";

/** Writes a table as a file. A PDF is made of drawn pages: every script is right, its text cannot be selected. */
export type WriteTable = (
  table: Table,
  format: TableFormat,
  look: SchoolLook,
  pages: Pick<PicturePort, "draw">,
) => Promise<Result<Uint8Array>>;
