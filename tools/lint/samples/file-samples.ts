import { body, sample, type Sample } from "./sample.ts";

/** DESIGN sections 1 and 3: names and sizes of files. */
export const fileSamples: readonly Sample[] = [
  sample(
    "laws(file-kinds)",
    "a kind that is not in the list",
    body("src/features/sessions/types.ts", "export type X = 1;"),
    "types for adapters in ports.ts",
    body("src/features/sessions/ports.ts", "export type X = 1;"),
  ),
  sample(
    "laws(file-kinds)",
    "a use case with another name",
    body("src/features/meetings/create-zoom-links.ts", "export function makeLinks() {}"),
    "must export the function createZoomLinks",
    body("src/features/meetings/create-zoom-links.ts", "export async function createZoomLinks() {}"),
  ),
  sample(
    "laws(file-kinds)",
    "a use case that exports a type only",
    body("src/features/meetings/create-zoom-links.ts", "export type createZoomLinks = 1;"),
    "it exports no function",
    body("src/features/meetings/create-zoom-links.ts", "const createZoomLinks = () => 1;\nexport { createZoomLinks };"),
  ),
  sample(
    "laws(file-kinds)",
    "a folder in a feature",
    body("src/features/meetings/queries/rules.ts", "export const x = 1;"),
    "move rules.ts up to src/features/meetings/",
    body("src/features/messages/templates/reminder.ts", "export const x = 1;"),
  ),
  sample(
    "laws(file-kinds)",
    "a feature that the house has not",
    body("src/features/billing/rules.ts", "export const x = 1;"),
    "takes its place in the flow",
    body("src/features/roster/rules.ts", "export const x = 1;"),
  ),
  sample(
    "laws(file-kinds)",
    "a file in no feature",
    body("src/features/dates.ts", "export const x = 1;"),
    "lives in a feature",
    body("src/lib/dates.ts", "export const x = 1;"),
  ),
  sample(
    "laws(file-kinds)",
    "a test helper in a feature",
    body("src/features/roster/rules.fixture.ts", "export const x = 1;"),
    "none of the kinds",
    body("src/features/roster/rules.test.ts", `import { it } from "vitest";\nit("works", () => {});`),
  ),
  ...[
    "src/lib/utils.ts",
    "src/adapters/helpers/zoom.ts",
    "src/jobs/schedule-manager.ts",
    "src/http/service.ts",
    "test/common.ts",
    "tools/misc.ts",
  ].map((path) =>
    sample(
      "laws(file-names)",
      path,
      body(path, "export const x = 1;"),
      "Name the file after what it does",
      body("src/lib/zones.ts", "export const x = 1;"),
    ),
  ),
  sample(
    "laws(file-names)",
    "an index file",
    body("src/adapters/zoom/index.ts", "export const x = 1;"),
    "Name this file after what it does",
    body("src/adapters/zoom/client.ts", "export const x = 1;"),
  ),

  sample(
    "eslint(max-lines)",
    "a file of 301 lines",
    body("src/lib/zones.ts", lines(301)),
    "too many lines (301)",
    body("src/lib/zones.ts", lines(300)),
  ),
  sample(
    "eslint(max-lines)",
    "a test of 501 lines",
    body("src/lib/zones.test.ts", lines(501)),
    "too many lines (501)",
    body("src/lib/zones.test.ts", lines(500)),
  ),
  sample(
    "eslint(max-lines)",
    "a long main.ts",
    body("src/main.ts", lines(41)),
    "too many lines (41)",
    body("src/main.ts", lines(40)),
  ),
  sample(
    "import(no-default-export)",
    "a default export",
    body("src/lib/zones.ts", "export default 1;"),
    "named export",
    body("vitest.config.ts", "export default 1;"),
  ),
  sample(
    "vitest(no-restricted-vi-methods)",
    "a module mock",
    body("test/zoom.test.ts", `import { vi } from "vitest";\nvi.mock("#adapters/zoom/client.ts");`),
    "let a simulator answer over HTTP",
    body("test/zoom.test.ts", `import { vi } from "vitest";\nvi.fn();`),
  ),
];

function lines(count: number): string {
  return Array.from({ length: count }, () => "// line").join("\n");
}
