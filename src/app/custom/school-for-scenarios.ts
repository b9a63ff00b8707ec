import { findGroupByChat } from "#features/roster/store.ts";
import type { SchoolForScenarios } from "#features/scenarios/answer-calls.ts";
import type { CodeSurroundings } from "#features/scenarios/run-custom-code.ts";
import { findLastImport } from "#features/timetable/import-store.ts";
import type { CellValue } from "#features/timetable/ports.ts";
import type { App } from "../parts.ts";
import { checkWriting } from "./check-writing.ts";
import { asHtml } from "./message-html.ts";
import { models } from "./models.ts";

/** What a scenario's code is told about where it is. */
export function aboutOf({ config: { school } }: App): CodeSurroundings {
  return { name: school.name, language: school.language, timeZone: school.timeZone };
}

/** What this school hands to its scenarios. */
export function schoolForScenarios(app: App): SchoolForScenarios {
  const { school, telegram } = app.config;
  return {
    models,
    asHtml,
    async findRecipient(db, chat) {
      const { language } = school;
      const adminChat = telegram?.adminChat;
      if (chat === "admin" || chat === adminChat) {
        return adminChat && { groupId: undefined, chatId: adminChat, title: "admin", language };
      }
      const group = await findGroupByChat(db, chat);
      if (group === undefined || !group.active) return undefined;
      return { groupId: group.id, chatId: group.chatId, title: group.title, language: group.language };
    },
    checkWriting,
    async readSheets() {
      const { db } = app.database;
      const path = app.config.workbook ?? (await findLastImport(db))?.path;
      if (path === undefined) return { refused: "the school has no workbook yet" };
      const read = await app.services.readWorkbook({ path });
      if (!read.ok) return { refused: read.failure.what[school.language] };
      return new Map(read.value.sheets.map((sheet) => [sheet.name, sheet.rows.map((row) => row.map(plainCell))]));
    },
  };
}

/** A cell as Python sees it: text, number, truth, or the text of a date; `null` for an empty one. */
function plainCell(cell: CellValue | undefined): string | number | boolean | null {
  switch (cell?.kind) {
    case undefined:
    case "error":
      return null;
    case "text":
      return cell.text;
    // A chat id has more digits than a float holds.
    case "number":
      return Number.isSafeInteger(cell.number) || cell.text.length < 16 ? cell.number : cell.text;
    case "boolean":
      return cell.boolean;
    case "date":
      return dateText(cell.serial);
  }
}

/** Excel's day 1 is 1 January 1900, and it believes in a 29 February of that year. */
function dateText(serial: number): string {
  const days = Math.floor(serial);
  const minutes = Math.round((serial - days) * 24 * 60);
  const time = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  if (days === 0) return time;
  const day = Temporal.PlainDate.from("1899-12-30").add({ days }).toString();
  return minutes === 0 ? day : `${day} ${time}`;
}
