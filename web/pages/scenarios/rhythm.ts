/** When a scenario runs, as a form asks it: the school's usual rhythms by choice, any other by its five fields. */
export interface Rhythm {
  readonly kind: "none" | "daily" | "weekly" | "own";
  /** `HH:MM`, in the school's zone. */
  readonly time: string;
  /** `0` for Sunday to `6`. */
  readonly weekday: string;
  /** Five-field cron. */
  readonly own: string;
}

/** The rhythm that a cron expression writes. */
export function rhythmOf(cron: string | null): Rhythm {
  const begin = { time: "08:00", weekday: "1", own: cron ?? "" };
  if (cron === null) return { ...begin, kind: "none" };
  const [, minute, hour, weekday] = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-6])$/.exec(cron.trim()) ?? [];
  if (minute === undefined || hour === undefined || weekday === undefined) return { ...begin, kind: "own" };
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  return weekday === "*" ? { ...begin, kind: "daily", time } : { ...begin, kind: "weekly", time, weekday };
}

/** The cron expression of a rhythm; `null` for none. */
export function cronOf({ kind, time, weekday, own }: Rhythm): string | null {
  if (kind === "none") return null;
  if (kind === "own") return own.trim();
  const [hour = "", minute = ""] = time.split(":");
  return `${Number(minute)} ${Number(hour)} * * ${kind === "daily" ? "*" : weekday}`;
}
