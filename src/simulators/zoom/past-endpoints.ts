import type { HeldInstance, SimulatedMeeting, Stay } from "./account.ts";
import type { ApiRequest, Endpoint, Ground } from "./endpoints.ts";
import { isPage } from "./page-tokens.ts";
import { noSuchMeeting, refusal, type Reply } from "./reply.ts";
import { written } from "./start-time.ts";

/** The ended instances of a meeting, and who was there. */
export const pastEndpoints: readonly Endpoint[] = [
  {
    method: "GET",
    template: "/past_meetings/{meetingId}/instances",
    scope: "meeting:read:list_past_instances:admin",
    weight: "medium",
    handle({ id, now }, { account, live }) {
      const meeting = account.meetings.get(id);
      if (meeting === undefined) return noSuchMeeting(id);
      const shown = meeting.held.filter((instance) => live.reportOf(instance, now) !== "absent");
      return {
        status: 200,
        body: { meetings: shown.map((one) => ({ uuid: one.uuid, start_time: written(one.startedAt) })) },
      };
    },
  },
  {
    method: "GET",
    template: "/past_meetings/{meetingId}/participants",
    scope: "meeting:read:list_past_participants:admin",
    weight: "medium",
    handle: (request, ground) => listParticipants(request, ground, "list"),
  },
  {
    method: "GET",
    template: "/report/meetings/{meetingId}/participants",
    scope: "report:read:list_meeting_participants:admin",
    weight: "heavy",
    handle: (request, ground) => listParticipants(request, ground, "report"),
  },
];

/** The dearer report names the same stays; only the cheaper list says who is of the account. */
type Source = "list" | "report";

function listParticipants({ id, query, now }: ApiRequest, ground: Ground, source: Source): Reply {
  if (ground.plan === "free") return refusal(400, 200, `Only available for paid account: ${ground.accountId}`);
  const found = findInstance(id, ground);
  if (found === undefined) return noSuchMeeting(id);
  const report = ground.live.reportOf(found.instance, now);
  if (report === "absent") return noSuchMeeting(id);
  return participants(found, { isCounting: report === "counting", source, query }, ground);
}

interface Found {
  readonly meeting: SimulatedMeeting;
  readonly instance: HeldInstance;
}

/** By uuid, or by meeting id: then the latest instance. A uuid may arrive encoded once more. */
function findInstance(id: string, { account }: Ground): Found | undefined {
  const meeting = account.meetings.get(id);
  const latest = meeting?.held.at(-1);
  if (meeting !== undefined && latest !== undefined) return { meeting, instance: latest };
  return account.instance(id) ?? account.instance(decoded(id));
}

function participants(
  found: Found,
  {
    isCounting,
    source,
    query,
  }: { readonly isCounting: boolean; readonly source: Source; readonly query: URLSearchParams },
  { live, pages }: Ground,
): Reply {
  const { instance, meeting } = found;
  const people = new Set(instance.stays.map((stay) => `${stay.name} ${stay.email}`));
  // Zoom leaves meetings of one person out of its reports.
  if (people.size < 2 && live.onePersonReport === "absent") return noSuchMeeting(instance.uuid);
  const stays = people.size < 2 ? [] : instance.stays;
  const page = pages.cut(stays, `participants ${instance.uuid}`, query);
  if (!isPage(page)) return page;
  return {
    status: 200,
    body: {
      page_count: Math.ceil(page.total / page.size),
      page_size: page.size,
      total_records: page.total,
      next_page_token: page.nextPageToken,
      participants: page.rows.map((stay) => row(stay, instance, meeting, { isCounting, source })),
    },
  };
}

function row(
  stay: Stay,
  instance: HeldInstance,
  meeting: SimulatedMeeting,
  { isCounting, source }: { readonly isCounting: boolean; readonly source: Source },
): Readonly<Record<string, unknown>> {
  const leftAt = stay.leftAt ?? instance.endedAt ?? stay.joinedAt;
  return {
    id: stay.internal && stay.email === meeting.host.email ? meeting.host.id : "",
    user_id: stay.userId,
    name: stay.name,
    user_email: stay.email,
    join_time: written(stay.joinedAt),
    leave_time: written(leftAt),
    duration: isCounting ? 0 : Math.round(leftAt.since(stay.joinedAt).total("seconds")),
    failover: false,
    status: "in_meeting",
    ...(source === "list" ? { internal_user: stay.internal } : {}),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
