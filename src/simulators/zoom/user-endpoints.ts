import type { SimulatedHost } from "./account.ts";
import type { Endpoint } from "./endpoints.ts";
import { isPage } from "./page-tokens.ts";

/** `GET /users`. */
export const userEndpoints: readonly Endpoint[] = [
  {
    method: "GET",
    template: "/users",
    scope: "user:read:list_users:admin",
    weight: "medium",
    handle({ query }, { account, pages }) {
      const status = query.get("status") ?? "active";
      const role = query.get("role_id");
      const users = account.hosts.filter((host) => host.status === status && (role === null || roleOf(host) === role));
      const page = pages.cut(users, `users ${status} ${role}`, query);
      if (!isPage(page)) return page;
      return {
        status: 200,
        body: {
          page_count: Math.ceil(page.total / page.size),
          page_number: 1,
          page_size: page.size,
          total_records: page.total,
          next_page_token: page.nextPageToken,
          users: page.rows.map(listedUser),
        },
      };
    },
  },
];

function listedUser(host: SimulatedHost): Readonly<Record<string, unknown>> {
  const name = host.email.split("@")[0] ?? host.email;
  return {
    // Someone who has not accepted the invitation has no id yet.
    ...(host.status === "pending" ? {} : { id: host.id }),
    email: host.email,
    first_name: name,
    last_name: "",
    display_name: name,
    type: host.type,
    status: host.status,
    timezone: host.timeZone,
    role_id: roleOf(host),
    verified: 1,
  };
}

/** 0 is the owner, 2 a member. */
function roleOf(host: SimulatedHost): string {
  return host.owner ? "0" : "2";
}
