/** The walls around a workbook, set before a byte of it is parsed: a parser may hang and eat memory on a hostile one. */
export const walls = {
  /** Of the file as it is given. */
  fileBytes: 30 * 1024 * 1024,
  zipParts: 2_000,
  /** Of all parts of a zip together, as they claim and as they are. */
  unpackedBytes: 250 * 1024 * 1024,
  /** Of work of the child that parses; waiting for its turn on a busy machine does not count. */
  seconds: 9,
  /** For the child to end, however busy the machine is. */
  patienceSeconds: 90,
  /** Resident memory of the child, and of its heap, which leaves room for what is outside of it. */
  memoryMegabytes: 390,
  heapMegabytes: 330,
  /** As far as Excel's own sheets reach down, and farther than any timetable to the right. */
  rows: 1_048_576,
  columns: 256,
  cells: 3_000_000,
} as const;
