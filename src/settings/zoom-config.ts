import type { MeetingPolicy, Room, ZoomPlan } from "#features/meetings/ports.ts";
import type { Secret } from "#lib/secrets.ts";

import type { Setting } from "./setting.ts";
import { zoomSettings as settings } from "./zoom-settings.ts";

/** The school's Zoom account, and what the school has settled about its meetings. */
export interface ZoomConfig {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Signs what Zoom tells by webhook; without it nothing is heard. */
  readonly webhookSecret: Secret | undefined;
  readonly apiBase: string;
  readonly oauthBase: string;
  readonly plan: ZoomPlan;
  readonly room: Room;
  readonly policy: MeetingPolicy;
}

/** Reads Zoom's settings; `undefined` when there is no account. What is wrong is added to `wrong`. */
export function zoomConfig({
  read,
  need,
  wrong,
}: {
  readonly read: <T>(which: Setting<T>) => T | undefined;
  readonly need: <T>(which: Setting<T>, standIn: T) => T;
  readonly wrong: string[];
}): ZoomConfig | undefined {
  const accountId = read(settings.zoomAccountId);
  const clientId = read(settings.zoomClientId);
  const clientSecret = read(settings.zoomClientSecret);
  const before = need(settings.zoomJoinBeforeHost, "5");
  const zoom = {
    webhookSecret: read(settings.zoomWebhookSecret),
    apiBase: need(settings.zoomApiBase, ""),
    oauthBase: need(settings.zoomOauthBase, ""),
    plan: need(settings.zoomPlan, "pro"),
    room: {
      waitingRoom: need(settings.zoomWaitingRoom, false),
      joinBeforeHost: before === "no" ? before : before === "any" ? "any time" : (Number(before) as 5 | 10 | 15),
    } satisfies Room,
    policy: {
      topic: need(settings.zoomTopic, "{{ course }}"),
      start: need(settings.zoomStart, "utc"),
      links: need(settings.zoomLinks, "session"),
      pool: read(settings.zoomHostPool),
      hostMeetings: read(settings.zoomHostMeetings) ?? new Map(),
    },
  };
  if (accountId !== undefined && clientId !== undefined && clientSecret !== undefined) {
    return { accountId, clientId, clientSecret, ...zoom };
  }
  if (accountId !== undefined || clientId !== undefined || clientSecret !== undefined) {
    wrong.push("ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET: all three are needed, or none");
  }
  return undefined;
}
