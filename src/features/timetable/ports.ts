import type { Result } from "#lib/failure.ts";

/** Where the school's workbook is. */
export interface WorkbookSource {
  readonly path: string;
}

/** What a cell holds, as the file says it: nothing is interpreted yet. */
export type CellValue =
  | { readonly kind: "text"; readonly text: string }
  /** A plain number; `text` has every digit (a chat id has 14). */
  | { readonly kind: "number"; readonly number: number; readonly text: string }
  /** A number shown as a date or a time: the serial day number of the sheet's own epoch. */
  | { readonly kind: "date"; readonly serial: number }
  | { readonly kind: "boolean"; readonly boolean: boolean }
  /** `#REF!` and the like. */
  | { readonly kind: "error"; readonly text: string };

/** One sheet as a dense grid; merged cells repeat the value of their first cell. */
export interface Sheet {
  readonly name: string;
  /** Hidden in the workbook. */
  readonly hidden?: true;
  /** `rows[r][c]`, both from 0; `undefined` for an empty cell. Rows may differ in length. */
  readonly rows: readonly (readonly (CellValue | undefined)[])[];
}

/** A workbook, read. */
export interface Workbook {
  readonly fileName: string;
  /** Hex SHA-256 of the file's bytes: the same hash is the same file. */
  readonly sha256: string;
  readonly sheets: readonly Sheet[];
}

/** Reads a workbook in a bounded worker. A missing, locked, empty, hostile or foreign file is a failure. */
export type ReadWorkbook = (source: WorkbookSource) => Promise<Result<Workbook>>;

/** A cell to be written: text stays text whatever it begins with, a moment is a date that Excel knows. */
export type WrittenCell = string | number | { readonly moment: Temporal.PlainDateTime } | undefined;

/** A sheet to be written; its first row is the head. */
export interface WrittenSheet {
  readonly name: string;
  readonly rows: readonly (readonly WrittenCell[])[];
}

/** What is written on a cell of an annotated copy. */
export interface CellNote {
  readonly sheet: string;
  /** Both from 0. */
  readonly row: number;
  readonly column: number;
  readonly severity: "error" | "warning" | "notice";
  readonly comment: string;
}

/** A workbook's bytes, taken in once: what is read and what is annotated are the same version of it. */
export interface TakenWorkbook {
  /** As `ReadWorkbook` does. */
  read(): Promise<Result<Workbook>>;
  /**
   * Writes a copy with its noted cells coloured and commented, and a sheet that lists them. The source is never
   * touched; a copy that cannot be written, or is there already, is a failure.
   */
  annotate(annotations: {
    readonly to: string;
    readonly notes: readonly CellNote[];
    readonly list: { readonly name: string; readonly rows: readonly (readonly string[])[] };
  }): Promise<Result<null>>;
}

/** Takes a workbook in; one that is missing, locked or not to be reached is a failure. */
export type TakeWorkbook = (source: WorkbookSource) => Promise<Result<TakenWorkbook>>;

/** Workbooks that people give to the page. */
export interface UploadPort {
  /** Keeps a workbook, bounded, until it is imported; gives the name by which it is found again. */
  keep(name: string, content: AsyncIterable<Uint8Array>): Promise<Result<string>>;
  /** The path of an upload. */
  find(upload: string): Promise<Result<string>>;
  /** Keeps an upload for good, since it is imported and the weekly run reads it again; gives its path. */
  settle(upload: string): Promise<Result<string>>;
  /**
   * Where a workbook is for this machine: a path as it is while a file is there, else that of the upload which has its
   * name, laid out here; an address as it is.
   */
  here(path: string): Promise<string>;
  /** The bytes of a file called `name` that `write` writes and nobody keeps. */
  written(name: string, write: (path: string) => Promise<Result<unknown>>): Promise<Result<Uint8Array>>;
}

/** Where uploads are kept for every process. */
export interface UploadStore {
  put(name: string, bytes: Uint8Array): Promise<void>;
  find(name: string): Promise<Uint8Array | undefined>;
  settle(name: string): Promise<void>;
}

/** The bytes of a workbook, to be sent to whoever asks for it. */
export type WorkbookBytes = (sheets: readonly WrittenSheet[]) => Promise<Uint8Array>;
