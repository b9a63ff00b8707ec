import { expect, it } from "vitest";

import { isPagePath } from "./page-paths.ts";

it.each(["/", "/login", "/week", "/groups/0197-abc", "/students/42/history"])("%s is a page", (path) => {
  expect(isPagePath(path)).toBe(true);
});

it.each(["/api/nothing", "/assets/x", "/calendars/x.ics", "/health", "/favicon.ico", "/../etc", "//evil", "/a b"])(
  "%s is none",
  (path) => {
    expect(isPagePath(path)).toBe(false);
  },
);
