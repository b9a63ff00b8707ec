import type { ServerConnection } from "./server-membership.ts";

/** What `pg` and pg-boss need to connect by themselves. */
export type ConnectionConfig = ServerConnection | { readonly connectionString: string };
