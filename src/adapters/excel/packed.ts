import type { CellValue, Sheet } from "#features/timetable/ports.ts";

/** What the child that parses says. */
export type Parsed = { readonly kind: "sheets"; readonly sheets: readonly Sheet[] } | Refused;

/** Why there are no sheets. */
export type Refused =
  | { readonly kind: "encrypted" }
  | { readonly kind: "too big"; readonly why: string }
  | { readonly kind: "unreadable"; readonly cause: string };

interface Head {
  readonly sheets: readonly { readonly name: string; readonly hidden?: true; readonly widths: readonly number[] }[];
  /** Lengths of what follows, in bytes. */
  readonly texts: number;
  readonly numbers: number;
  readonly dates: number;
  readonly others: readonly CellValue[];
}

/** A cell in the grid of numbers: 0 is empty; else its place in one of four lists, and which list that is. */
const lists = { text: 1, number: 2, date: 3, other: 4 } as const;
const bitsOfList = 8;

/**
 * Packs sheets for the pipe, row by row as they are parsed: a timetable says the same few things many times, so
 * each is kept and sent once, and who unpacks it keeps it once too.
 */
export class Packer {
  readonly #texts = new Map<string, number>();
  readonly #numbers = new Map<number, number>();
  readonly #dates = new Map<number, number>();
  readonly #others: CellValue[] = [];
  readonly #sheets: { readonly name: string; readonly hidden?: true; readonly widths: number[] }[] = [];
  readonly #grid: Uint32Array[] = [new Uint32Array(65_536)];
  #used = 0;

  sheet(name: string, hidden: boolean): void {
    this.#sheets.push({ name, ...(hidden ? { hidden } : {}), widths: [] });
  }

  /** Adds a row of cells that were packed; empty ones at its end are left off. */
  row(cells: readonly number[]): void {
    const width = cells.findLastIndex((cell) => cell !== 0) + 1;
    this.#sheets.at(-1)?.widths.push(width);
    for (let column = 0; column < width; column += 1) {
      if (this.#used === 65_536) {
        this.#grid.push(new Uint32Array(65_536));
        this.#used = 0;
      }
      const chunk = this.#grid.at(-1);
      if (chunk !== undefined) chunk[this.#used] = cells[column] ?? 0;
      this.#used += 1;
    }
  }

  text(text: string): number {
    return text.trim() === "" ? 0 : numbered(this.#texts, text, lists.text);
  }

  number(number: number): number {
    return numbered(this.#numbers, number, lists.number);
  }

  date(serial: number): number {
    return numbered(this.#dates, serial, lists.date);
  }

  other(value: CellValue): number {
    return (this.#others.push(value) - 1) * bitsOfList + lists.other;
  }

  /** Everything in pieces, in order. */
  finish(): readonly Buffer[] {
    const texts = Buffer.from(JSON.stringify([...this.#texts.keys()]));
    const numbers = bytesOf(Float64Array.from(this.#numbers.keys()));
    const dates = bytesOf(Float64Array.from(this.#dates.keys()));
    const head: Head = {
      sheets: this.#sheets,
      texts: texts.length,
      numbers: numbers.length,
      dates: dates.length,
      others: this.#others,
    };
    const last = this.#grid.at(-1)?.subarray(0, this.#used) ?? new Uint32Array();
    return [...framed(head), texts, numbers, dates, ...[...this.#grid.slice(0, -1), last].map(bytesOf)];
  }
}

/** A refusal, in pieces as `unpack` reads it. */
export function packRefusal(refused: Refused): readonly Buffer[] {
  return framed(refused);
}

/** Unpacks what was packed; throws on anything else, as a child that was cut off leaves it. */
export function unpack(bytes: Buffer): Parsed {
  const { head, end } = unframed<Head | Refused>(bytes);
  if ("kind" in head) return head;
  let at = end;
  const take = (size: number) => bytes.subarray(at, (at += size));
  const texts = JSON.parse(take(head.texts).toString("utf8")) as readonly string[];
  const cells: Readonly<Record<number, readonly CellValue[]>> = {
    [lists.text]: texts.map((text) => ({ kind: "text", text })),
    [lists.number]: doubles(take(head.numbers)).map((number) => ({ kind: "number", number, text: digitsOf(number) })),
    [lists.date]: doubles(take(head.dates)).map((serial) => ({ kind: "date", serial })),
    [lists.other]: head.others,
  };
  // Copied, since numbers of four bytes stand only at every fourth place.
  const grid = new Uint32Array(Uint8Array.from(bytes.subarray(at)).buffer);
  let next = 0;
  const sheets = head.sheets.map(({ name, hidden, widths }): Sheet => {
    const rows = widths.map((width) => {
      const row: (CellValue | undefined)[] = [];
      // As long as it will be, since room for more would be kept in every row.
      row.length = width;
      for (let column = 0; column < width; column += 1) {
        const number = grid[next + column] ?? 0;
        const list = number % bitsOfList;
        row[column] = number === 0 ? undefined : cells[list]?.[(number - list) / bitsOfList];
      }
      next += width;
      return row;
    });
    return { name, rows, ...(hidden === undefined ? {} : { hidden }) };
  });
  return { kind: "sheets", sheets };
}

function numbered<Key>(known: Map<Key, number>, key: Key, list: number): number {
  let place = known.get(key);
  if (place === undefined) {
    place = known.size;
    known.set(key, place);
  }
  return place * bitsOfList + list;
}

/** A head as JSON behind its length, in pieces; bytes of whatever kind may follow it. */
export function framed(head: object): readonly Buffer[] {
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return [length, json];
}

/** The head of what was framed, and where it ends; throws when it was cut off. */
export function unframed<T>(bytes: Buffer): { readonly head: T; readonly end: number } {
  const end = 4 + bytes.readUInt32LE(0);
  return { head: JSON.parse(bytes.toString("utf8", 4, end)) as T, end };
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array | Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function doubles(bytes: Buffer): readonly number[] {
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8));
}

/** Every digit of a whole number, never `1e+21`. */
function digitsOf(value: number): string {
  return Number.isSafeInteger(value) || !Number.isInteger(value) ? String(value) : BigInt(value).toString();
}
