import type { backups as french } from "../fr/backups.ts";
import type { Like } from "../like.ts";

/** Backups. */
export const backups: Like<typeof french> = {
  nav: { backups: "Backups" },
  title: "Backups",
  intro:
    "All that Carillon knows, in one file: timetable, messages, attendance, points, settings. The key that protects secrets is not in it: keep it elsewhere (secret.key of the data folder).",
  nightly_one: "A backup is made each night at 3:30; the last one is kept.",
  nightly_other: "A backup is made each night at 3:30; the last {{count}} are kept.",
  never: "No backup is made at night: set how many are kept.",
  settings: "Set how many are kept",
  make: "Back up now",
  making: "The backup is written, then proved by restoring it on the side…",
  made: "Backup made and proved: {{rows}} rows.",
  unproved: "The backup is made, but not proved",
  taken: "Taken",
  size: "Size",
  name: "File",
  acts: "What to do",
  download: "Download",
  downloadOne: "Download {{name}}",
  prove: "Prove",
  proveOne: "Prove {{name}}",
  proved: "{{name}} is whole and can be restored: {{rows}} rows.",
  proving: "The backup is restored on the side, to see…",
  none: "There is no backup yet. “Back up now” makes the first.",
  restore: "Going back to a backup",
  restoreIntro: "That is done on Carillon's machine, in a few minutes, with Carillon stopped:",
  step: {
    stop: "Stop Carillon (Ctrl-C, or the machine's service).",
    run: "Run the command below; what the database holds is backed up first, then replaced.",
    start:
      "Start Carillon again. On a new machine put the file secret.key back in its place too: without it the keys of Zoom and Telegram have to be given again.",
  },
};
