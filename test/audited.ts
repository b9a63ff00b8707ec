import { isContractProcedure } from "@orpc/contract";
import { expect } from "vitest";

import { contract } from "#http/contract.ts";
import { areas, fields, verbs } from "../web/pages/settings/audit-words.ts";

/**
 * Routes that change nothing that a person decided: they look, try, or ask again.
 */
const changesNothing: ReadonlySet<string> = new Set([
  ".settings.checkZoom",
  ".settings.checkTelegram",
  ".backups.prove",
  ".roster.checkGroups",
  ".rankings.previewRules",
  ".messages.checkTemplate",
  ".scenarios.foresee",
  ".scenarios.preview",
  ".timetable.upload",
  ".timetable.preview",
  ".timetable.annotate",
]);

/** Watches the changes that a test makes over HTTP: each route that changed something must have left a line in the audit. */
export function watchAudit(lastLine: () => Promise<number>) {
  const changes = new Map<string, boolean>();
  return {
    /** Does what may change something, and sees whether it left a line. */
    async during(method: string, path: string, ask: () => Promise<Response>): Promise<Response> {
      const route = routes.find((one) => one.method === method && one.path.test(path));
      if (route === undefined || method === "GET" || changesNothing.has(route.name)) return await ask();
      const before = await lastLine();
      const answer = await ask();
      if (answer.ok) changes.set(route.name, changes.get(route.name) === true || (await lastLine()) > before);
      return answer;
    },
    /** Fails with the names of the routes that changed something without a line. */
    check(): void {
      const silent = [...changes].flatMap(([name, left]) => (left ? [] : [name]));
      expect(silent, "changed something and left no line in the audit").toEqual([]);
    },
  };
}

/** Fields that the page shows without their name, or by a name of another page. */
const namedElsewhere: readonly string[] = ["value", "role"];

/** Fails with what the log of changes would show of these lines as the program calls it. */
export function checkWords(lines: readonly { readonly action: string; readonly field: string | null }[]): void {
  const known: readonly string[] = [...areas, ...verbs, ...fields, ...namedElsewhere];
  const words = lines.flatMap(({ action, field }) => [...action.split("."), ...(field === null ? [] : [field])]);
  const unknown = [...new Set(words)].filter((word) => !known.includes(word));
  expect(unknown, "has no word in the page's log of changes").toEqual([]);
}

const routes = everyRoute().map(({ name, method, path }) => ({
  name,
  method,
  path: new RegExp(`^/api${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
}));

function everyRoute(
  part: unknown = contract,
  name = "",
): readonly { readonly name: string; readonly method: string; readonly path: string }[] {
  if (isContractProcedure(part)) {
    const { method = "POST", path = "" } = part["~orpc"].route;
    return [{ name, method, path }];
  }
  return Object.entries(part as object).flatMap(([key, value]) => everyRoute(value, `${name}.${key}`));
}
