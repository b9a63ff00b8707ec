import type { ServerPlace } from "./data-folder.ts";
import { socketPort } from "./data-folder.ts";

/** Settings of PostgreSQL by name, as on its command line. */
export type ServerSettings = Readonly<Record<string, string>>;

/**
 * A small server for one school: 17 MB at rest, durable, on no network.
 *
 * They are given on the command line rather than written in the cluster, so that an older cluster takes
 * the settings of the program that serves it.
 */
export function serverSettings(place: ServerPlace, overrides: ServerSettings): ServerSettings {
  return {
    ...listening(place),
    max_connections: "60",
    shared_buffers: "32MB",
    work_mem: "4MB",
    maintenance_work_mem: "32MB",
    temp_buffers: "2MB",
    wal_buffers: "1MB",
    huge_pages: "off",
    // The power can fail: nothing here may trade durability for speed.
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    // Bounds both the disk taken and the time of a recovery.
    min_wal_size: "32MB",
    max_wal_size: "256MB",
    wal_level: "replica",
    max_wal_senders: "2",
    autovacuum: "on",
    autovacuum_max_workers: "2",
    autovacuum_worker_slots: "2",
    // Each of these would be one more process, or more memory a connection, for queries of this size.
    jit: "off",
    io_method: "sync",
    max_worker_processes: "1",
    max_parallel_workers: "0",
    max_parallel_workers_per_gather: "0",
    max_logical_replication_workers: "0",
    // A statement that fails is told to the program that sent it. In this log it would only put what
    // people wrote on the disk, so the log keeps to the server's own life.
    log_min_messages: "log",
    log_checkpoints: "off",
    log_autovacuum_min_duration: "-1",
    log_line_prefix: "%m [%p] ",
    log_timezone: "UTC",
    timezone: "UTC",
    ...overrides,
  };
}

function listening(place: ServerPlace): ServerSettings {
  // PostgreSQL on Windows has Unix sockets too, but Node cannot speak to them there.
  if (process.platform === "win32") return { listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  return {
    listen_addresses: "",
    port: String(socketPort),
    unix_socket_directories: place.socketFolder.replaceAll('"', '""').replace(/^.*$/, '"$&"'),
    unix_socket_permissions: "0700",
  };
}
