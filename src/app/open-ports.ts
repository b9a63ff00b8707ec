import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { workbookReader } from "#adapters/excel/read-workbook.ts";
import { workbookTaker } from "#adapters/excel/take-workbook.ts";
import { openUploads } from "#adapters/excel/uploads.ts";
import { workbookBytes } from "#adapters/excel/write-workbook.ts";
import { takeForm } from "#adapters/forms/take-form.ts";
import { openHeartbeat } from "#adapters/heartbeat/open-heartbeat.ts";
import { listPublicHolidays } from "#adapters/holidays/list-public-holidays.ts";
import { linkLooker } from "#adapters/links/look-at-link.ts";
import { openPainter } from "#adapters/pictures/painter.ts";
import { openPython } from "#adapters/python/open-python.ts";
import { writeTable } from "#adapters/tables/write-table.ts";
import { openTelegramHearing } from "#adapters/telegram/hearing.ts";
import { openTelegram } from "#adapters/telegram/telegram.ts";
import { webhookReader } from "#adapters/zoom/read-webhook.ts";
import type { Config } from "#config";
import type { Db } from "#database/open.ts";
import { findUpload, putUpload, settleUpload } from "#features/timetable/upload-store.ts";
import type { Clock } from "#lib/clock.ts";
import type { SealedBox } from "#lib/sealed-box.ts";

import type { AppOptions, Services } from "./parts.ts";
import { openZoomAccount } from "./zoom-account.ts";

/** How long a service may take to answer when nothing else is said, in real milliseconds. */
const patienceMs = 15_000;

/** What every service is opened with. */
interface Surroundings extends Pick<AppOptions, "dataFolder" | "role" | "serviceTimeoutMs" | "pictures"> {
  readonly db: Db;
  readonly clock: Clock;
  readonly box: SealedBox;
}

/** Opens the services of the settings. */
export function openServices(config: Config, around: Surroundings): Services {
  const { box, dataFolder, role, db, clock } = around;
  const folder = dataFolder === "" ? undefined : join(dataFolder, "workbooks");
  const uploads = openUploads(folder, {
    put: async (name, bytes) => await putUpload(db, { name, bytes, keptAt: clock.now() }),
    find: async (name) => await findUpload(db, name),
    settle: async (name) => await settleUpload(db, name, clock.now()),
  });
  const read = workbookReader(folder === undefined ? {} : { cacheFolder: folder });
  const take = workbookTaker();
  return {
    ...openAccounts(config, around),
    box,
    readWorkbook: async ({ path }) => await read({ path: await uploads.here(path) }),
    takeWorkbook: async ({ path }) => await take({ path: await uploads.here(path) }),
    uploads,
    takeForm,
    workbookBytes,
    pictures: around.pictures ?? openPainter(),
    listPublicHolidays,
    writeTable,
    python: openPython({
      snapshotFolders: [programCache, ...(dataFolder === "" ? [] : [join(dataFolder, "python")])],
      standby: role === "engine" && config.scenarioStandby,
    }),
  };
}

/** The services whose accounts are settings: they are opened anew when those change, the others stay. */
export function openAccounts(
  config: Config,
  { db, clock, box, serviceTimeoutMs: timeoutMs = patienceMs }: Surroundings,
): Pick<Services, "zoom" | "lookAtLink" | "readZoomWebhook" | "telegram" | "hearing" | "heartbeat"> {
  const telegram =
    config.telegram === undefined
      ? undefined
      : {
          token: config.telegram.token,
          apiRoot: config.telegram.apiRoot,
          timeoutSeconds: timeoutMs / 1_000,
          clock,
        };
  return {
    zoom: config.zoom === undefined ? undefined : openZoomAccount({ zoom: config.zoom, db, clock, box, timeoutMs }),
    lookAtLink: config.zoom === undefined || isOwnZoom(config.zoom.apiBase) ? undefined : linkLooker(),
    readZoomWebhook: config.zoom?.webhookSecret === undefined ? undefined : webhookReader(config.zoom.webhookSecret),
    telegram: telegram === undefined ? undefined : openTelegram(telegram),
    hearing: telegram === undefined ? undefined : openTelegramHearing(telegram),
    heartbeat:
      config.heartbeat === undefined ? undefined : openHeartbeat({ address: config.heartbeat, timeoutMs, clock }),
  };
}

/** True for an address that is not Zoom's: a simulated one. */
function isOwnZoom(apiBase: string): boolean {
  return !/(^|\.)zoom\.us$/.test(new URL(apiBase).hostname);
}

/** What can be made again from the program itself is kept beside it, where that can be written. */
const programCache = fileURLToPath(new URL("../../node_modules/.cache/carillon", import.meta.url));
