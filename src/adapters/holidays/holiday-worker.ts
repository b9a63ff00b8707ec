import { parentPort, workerData } from "node:worker_threads";

import Holidays from "date-holidays";

import type { PublicHoliday } from "#features/school/ports.ts";

const { country, years } = workerData as { readonly country: string; readonly years: readonly number[] };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window: there is no origin
parentPort?.postMessage(find());

function find(): readonly PublicHoliday[] | undefined {
  const calendar = new Holidays();
  const [state = "", region] = country.split("-");
  if (calendar.getCountries()[state] === undefined) return undefined;
  if (region !== undefined && calendar.getStates(state)?.[region] === undefined) return undefined;
  calendar.init(state, region ?? "");
  return years.flatMap((year) => {
    const english = calendar.getHolidays(year, "en");
    return calendar.getHolidays(year, "fr").flatMap((holiday, index) => {
      if (holiday.type !== "public") return [];
      // The library's `date` begins with the day in the country; its instants depend on the machine's zone.
      const from = Temporal.PlainDate.from(holiday.date.slice(0, 10));
      const days = Math.max(1, Math.ceil((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000));
      return [
        {
          from: from.toString(),
          until: from.add({ days: days - 1 }).toString(),
          name: { fr: holiday.name, en: english[index]?.name ?? holiday.name },
        },
      ];
    });
  });
}
