import type { InferContractRouterInputs, InferContractRouterOutputs } from "@orpc/contract";

import type { contract } from "../../../src/http/contract.ts";

type Outputs = InferContractRouterOutputs<typeof contract>["timetable"];
type Sessions = InferContractRouterOutputs<typeof contract>["sessions"];

/** What a workbook holds and what importing it would do. */
export type Preview = Outputs["preview"];
/** A sheet of it, with how its columns are understood. */
export type SheetShown = Preview["sheets"][number];
/** Something wrong in a cell. */
export type Problem = Preview["problems"][number];
/** What an import would change. */
export type Difference = NonNullable<Preview["difference"]>;
/** A line of the timetable in force. */
export type Line = Outputs["lines"]["lines"][number];
/** An import of the history. */
export type Imported = Outputs["imports"][number];
/** A course in force. */
export type Course = Outputs["courses"][number];
/** Days without classes. */
export type Holiday = Outputs["holidays"]["days"][number];
/** What somebody decided about a session. */
export type Kept = Sessions["decisions"][number];
/** A calendar that has an address. */
export type CalendarRow = Sessions["calendars"][number];
/** What a person says of a sheet. */
export type Decision = InferContractRouterInputs<typeof contract>["timetable"]["decideMapping"]["decision"];
/** What the columns of a sheet hold. */
export type Holds = NonNullable<NonNullable<Decision["columns"]>["holds"]>;

/** What a column can hold besides times, in the order in which a person is offered it. */
export const columnRoles = [
  "title",
  "coach",
  "day",
  "group",
  "end",
  "duration",
  "zone",
  "level",
  "email",
  "assistant",
  "language",
  "topic",
  "link",
  "from",
  "until",
  "remark",
] as const satisfies readonly Holds["byRole"][number]["role"][];

/** `Fix Schedule!G31` → its sheet and `G31`. */
export function placeIn(cell: string): { readonly sheet: string; readonly cell: string } {
  const at = cell.lastIndexOf("!");
  return { sheet: cell.slice(0, at), cell: cell.slice(at + 1) };
}

/** A day of the week (ISO: 1 Monday … 7 Sunday) in the person's language. */
export function weekdayNamed(language: string, weekday: number): string {
  // 1 January 2024 was a Monday.
  return new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2024, 0, weekday));
}

/** Gives a file to the browser, which keeps it where the person's downloads go. */
export function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
