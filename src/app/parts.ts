import type { TakeForm } from "#adapters/forms/take-form.ts";
import type { Config } from "#config";
import type { Db, OpenDatabase } from "#database/open.ts";
import type { LookAtLink, ReadWebhook, ZoomPort } from "#features/meetings/ports.ts";
import type { TelegramSendPort, WakeSender } from "#features/messages/ports.ts";
import type { TelegramGroupPort, TelegramHearPort, TelegramTalkPort } from "#features/roster/ports.ts";
import type { PicturePort, WriteTable } from "#features/rankings/ports.ts";
import type { ListPublicHolidays } from "#features/school/ports.ts";
import type { Heartbeat, PythonPort, RunRequest, Schedules } from "#features/scenarios/ports.ts";
import type { ReadWorkbook, TakeWorkbook, UploadPort, WorkbookBytes } from "#features/timetable/ports.ts";
import type { Engine } from "#jobs/engine.ts";
import type { SimulatedClock } from "#jobs/simulated-clock.ts";
import type { Clock } from "#lib/clock.ts";
import type { Logger } from "#lib/logger.ts";
import type { SealedBox } from "#lib/sealed-box.ts";

/** The services outside, as ports; absent when they are not configured. */
export interface Services {
  /** Seals what must lie in the database but never show. */
  readonly box: SealedBox;
  readonly readWorkbook: ReadWorkbook;
  readonly takeWorkbook: TakeWorkbook;
  /** Workbooks that people give to the page. */
  readonly uploads: UploadPort;
  /** Takes in a form with files, which lie on the disk. */
  readonly takeForm: TakeForm;
  readonly workbookBytes: WorkbookBytes;
  readonly listPublicHolidays: ListPublicHolidays;
  readonly zoom: ZoomPort | undefined;
  /** Opens links that people gave; absent with a simulated Zoom, whose links lead nowhere. */
  readonly lookAtLink: LookAtLink | undefined;
  /** Judges what comes to Zoom's webhook; absent without its secret. */
  readonly readZoomWebhook: ReadWebhook | undefined;
  readonly pictures: PicturePort;
  readonly writeTable: WriteTable;
  readonly telegram: TelegramSendPort | undefined;
  readonly hearing: HearingPort | undefined;
  /** Nothing is started before the first scenario asks for it. */
  readonly python: PythonPort;
  readonly heartbeat: Heartbeat | undefined;
}

/** Everything of Telegram but sending. */
export type HearingPort = TelegramHearPort & TelegramTalkPort & TelegramGroupPort;

/**
 * `engine` runs schedules and jobs: one process an embedded database, several on a DATABASE_URL. `web` serves the page
 * and what services tell us, and leaves the work to the engines. `client` is a command: it reads, and puts jobs in.
 */
export type Role = "engine" | "web" | "client";

/** What an app is made of. */
export interface AppOptions {
  readonly config: Config;
  readonly dataFolder: string;
  readonly logger: Logger;
  readonly role: Role;
  /** The machine's clock when absent. Tests and simulations hand in one that they move. */
  readonly clock?: SimulatedClock;
  /** Tests hand in a database of their own; it is closed with the app. */
  readonly database?: OpenDatabase;
  /** How long a service may take to answer, in real milliseconds; 15,000 when absent. */
  readonly serviceTimeoutMs?: number;
  /** Who draws the pictures; a process of the app's own when absent. Whoever hands one in ends it. */
  readonly pictures?: PicturePort;
}

/** Carillon, put together. */
export interface App {
  /** The settings in force: those of the environment, and beneath them what people changed. Read it when it is used. */
  readonly config: Config;
  /** Aborted when `config` and `services` are no longer what is in force; ask for it anew each time. */
  readonly outdated: AbortSignal;
  /** Takes up settings that were just changed; other processes are told by the database. */
  refresh(): Promise<void>;
  /** Where files are kept; empty in tests without one. */
  readonly dataFolder: string;
  readonly role: Role;
  readonly clock: Clock;
  readonly database: OpenDatabase;
  /** Read it when it is used: accounts are settings. */
  readonly services: Services;
  readonly engine: Engine;
  readonly schedules: Schedules;
  /** Puts a run into the queue, inside `tx` where one is given; gives its id. */
  request(request: RunRequest, tx?: Db): Promise<string>;
  /** Has the outbox looked at from an instant on: whoever plans a message hands this in. */
  readonly wakeSender: WakeSender;
  /** Whether anybody runs the schedules: this process, or another one of its database. */
  hasEngine(): Promise<boolean>;
  /** Does `work` while no other process does the work of that name; `"taken"` when one does. */
  alone<T>(name: string, work: (lost: AbortSignal) => Promise<T>): Promise<T | "taken">;
  /** Aborted, with the failure as its reason, when another process took this data folder over. */
  readonly lost: AbortSignal;
  /** Aborted when this process is told to end: what can be left to the next one begins nothing new. */
  readonly stopping: AbortSignal;
  /** Aborted when what the database holds is about to be replaced by a backup: close, and open anew. */
  readonly leave: AbortSignal;
  /** Ends in order: the job at work is waited for, at most 5 seconds; what is left of it comes back at the next start. */
  close(): Promise<void>;
}
