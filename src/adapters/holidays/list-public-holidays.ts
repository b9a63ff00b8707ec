import { once } from "node:events";
import { Worker } from "node:worker_threads";

import type { ListPublicHolidays, PublicHoliday } from "#features/school/ports.ts";

/**
 * The public holidays of a country, from the tables of `date-holidays`.
 *
 * They take 40 MB, once a week: a thread of its own loads them and gives the memory back.
 */
export const listPublicHolidays: ListPublicHolidays = async (country, years) => {
  const worker = new Worker(new URL("./holiday-worker.ts", import.meta.url), { workerData: { country, years } });
  try {
    // An error in the thread rejects this; it is a defect, so it is thrown.
    const [found] = (await once(worker, "message")) as [readonly PublicHoliday[] | undefined];
    return found;
  } finally {
    await worker.terminate();
  }
};
