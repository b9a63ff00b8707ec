import { expect, test } from "vitest";

import { meetingsPage, nothing, oneMeeting, readJson } from "./schemas.ts";

test("ids beyond what a number holds stay exact, and the host's login link never gets in", () => {
  const read = readJson(
    '{"id":9007199254740993,"small":85746065,"start_url":"https://zoom.us/s/1?zak=x","in":{"start_url":"y"}}',
  );
  expect(read).toEqual({ id: "9007199254740993", small: 85_746_065, in: {} });
  const row = meetingsPage.parse(
    readJson('{"meetings":[{"id":9223372036854775807,"start_time":"2026-03-02T18:00:00Z"}]}'),
  );
  expect(row.meetings[0]?.id).toBe("9223372036854775807");
});

test("a stray page is no success of a deletion", () => {
  expect(readJson("<html></html>")).toBeUndefined();
  expect(nothing.safeParse(readJson("")).success).toBe(true);
  expect(nothing.safeParse(readJson("<html></html>")).success).toBe(false);
});

test("a meeting without an exact start is not one of ours", () => {
  const meeting = {
    id: 1,
    topic: "t",
    start_time: "2026-03-02T18:00:00",
    duration: 60,
    join_url: "https://zoom.us/j/1",
  };
  expect(oneMeeting.safeParse(meeting).success).toBe(false);
  expect(oneMeeting.safeParse({ ...meeting, start_time: "2026-03-02T18:00:00Z" }).success).toBe(true);
});
