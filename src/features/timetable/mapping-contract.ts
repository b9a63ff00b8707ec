import { z } from "zod";

import { operators, readers, route } from "#http/route.ts";

const one = z.object({ id: z.string().min(1).max(200) });

/** How the columns of workbooks are understood. */
export const mappingContract = {
  mappings: route
    .route({ method: "GET", path: "/timetable/mappings" })
    .meta({ access: readers })
    .output(
      z.array(
        z.object({
          id: z.string(),
          fileName: z.string(),
          sheet: z.string().nullable(),
          /** `C` → `title`; null when such a sheet is left alone. */
          columns: z.array(z.object({ column: z.string(), header: z.string(), holds: z.string() })).nullable(),
          decidedBy: z.string().nullable(),
        }),
      ),
    ),
  forgetMapping: route
    .route({ method: "DELETE", path: "/timetable/mappings/{id}" })
    .meta({ access: operators })
    .input(one)
    .output(z.object({})),
  /** Remembers again what was forgotten. */
  restoreMapping: route
    .route({ method: "POST", path: "/timetable/mappings/{id}/return" })
    .meta({ access: operators })
    .input(one)
    .output(z.object({})),
};
