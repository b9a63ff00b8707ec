import { expect, test } from "vitest";

import { Secret } from "#lib/secrets.ts";
import { refused } from "./refusals.ts";
import { done, draft, failureOf, firstHost, zoomAtHandWith } from "#simulators/zoom/zoom-at-hand.ts";
import { openZoom } from "./open-zoom.ts";
import { tokensInMemory } from "./token.ts";

const zoomAtHand = zoomAtHandWith(openZoom, tokensInMemory);

const place = { place: "GET /users", changes: false, base: "https://api.zoom.us/v2" };

test("a host that Zoom does not know", async () => {
  const { zoom } = await zoomAtHand();
  const answer = await zoom.createMeeting("nobody@school.test", draft());
  expect(answer).toMatchObject({ kind: "refused", failure: { code: "zoom.host-unknown" } });
  expect(failureOf(answer).cause).toBe("HTTP 404, Zoom 1001: User does not exist: nobody@school.test.");
});

test("a user without a licence for meetings, and one who may not be scheduled for", async () => {
  const { zoom } = await zoomAtHand({
    hosts: [
      { email: "none@school.test", type: 4 },
      { email: "blocked@school.test", blocked: true },
    ],
  });
  expect(failureOf(await zoom.createMeeting("none@school.test", draft())).code).toBe("zoom.host-cannot-schedule");
  expect(failureOf(await zoom.listMeetings("none@school.test")).code).toBe("zoom.host-cannot-schedule");
  expect(failureOf(await zoom.createMeeting("blocked@school.test", draft())).code).toBe("zoom.meeting-forbidden");
});

test("a webinar's id is no meeting", async () => {
  const { zoom, simulator } = await zoomAtHand();
  const id = simulator.controls.addWebinar();
  expect(failureOf(await zoom.readMeeting(id)).code).toBe("zoom.meeting-forbidden");
  expect(failureOf(await zoom.deleteMeeting(id)).code).toBe("zoom.meeting-forbidden");
});

test("attendance needs a paid plan", async () => {
  const { zoom, simulator, clock } = await zoomAtHand({ plan: "free" });
  const host = await firstHost(zoom);
  const { id } = done(await zoom.createMeeting(host.id, draft()));
  simulator.controls.live.start(id);
  simulator.controls.live.end(id);
  clock.advance({ hours: 1 });
  expect(failureOf(await zoom.listStays(id)).code).toBe("zoom.plan");
});

test.each([
  [124, "Invalid access token.", "zoom.token"],
  [4700, "Token cannot be empty.", "zoom.token"],
  [4700, "Invalid access token, does not contain scopes:[user:read:list_users:admin].", "zoom.scope"],
  [4711, "Invalid access token, does not contain scopes: [a, b].", "zoom.scope"],
  [4711, "", "zoom.scope"],
  [200, "No permission.", "zoom.permission"],
  [200, "Only available for paid account: x", "zoom.plan"],
  [300, "Validation Failed.", "zoom.invalid"],
  [300, "The next page token is invalid or expired.", "zoom.page-expired"],
  [3001, "Meeting does not exist: 1.", "zoom.meeting-gone"],
  [2306, "Not allowed to view meetings scheduled for others.", "zoom.refused"],
])("Zoom's %i «%s» is %s, in both languages, with a remedy", (zoomCode, message, code) => {
  const { failure } = refused(400, zoomCode, message, place, []);
  expect(failure.code).toBe(code);
  for (const text of [failure.what.fr, failure.what.en, failure.remedy.fr, failure.remedy.en]) {
    expect(text).toMatch(/^.{20,}|^Relancez l'étape\.$|^Run the step again\.$/);
  }
  expect(failure.what.fr).not.toBe(failure.what.en);
  expect(failure.cause).toBe(`HTTP 400, Zoom ${zoomCode}: ${message}`);
});

test("what Zoom echoes is wiped of secrets", () => {
  const message = "bad t0ken and https://zoom.us/s/1?zak=abc.def and Bearer xyz";
  const shown = JSON.stringify(refused(400, 9_999, message, place, [new Secret("t0ken")]));
  expect(shown).not.toMatch(/t0ken|abc\.def|xyz/);
  expect(shown).toContain("bad •••");
});
