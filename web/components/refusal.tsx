import { ORPCError } from "@orpc/client";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { reasonOf } from "../api.ts";
import { languageOf } from "../i18n/i18n.ts";
import { Failed } from "./asked.tsx";

/** What the contract found wrong in what was asked, before anything was done (400). */
interface Issue {
  readonly code?: string;
  readonly path?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Where a form's refusals stand. */
export interface Refusal {
  /** What stands under the field of this name; `undefined` when nothing is wrong with it. */
  at(field: string): string | undefined;
  /** What is wrong and belongs to none of the fields; put it above the form. */
  readonly elsewhere: ReactNode;
}

/**
 * Puts what the server refused at its field: a failure's `place`, or the path of what its contract found wrong, is the
 * name of a field.
 */
export function useRefusal(error: unknown, fields: readonly string[]): Refusal {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const texts = new Map<string, string>();
  for (const { path, code, minimum, maximum } of issuesOf(error)) {
    const field = path?.join(".") ?? "";
    if (!fields.includes(field)) continue;
    const text =
      code === "too_small" && minimum !== undefined
        ? minimum === 1
          ? t("frame.field.wanted")
          : t("frame.field.tooSmall", { minimum })
        : code === "too_big" && maximum !== undefined
          ? t("frame.field.tooBig", { maximum })
          : t("frame.field.invalid");
    texts.set(field, text);
  }
  const reason = error === null || error === undefined ? undefined : reasonOf(error);
  if (typeof reason === "object" && reason.place !== undefined && fields.includes(reason.place)) {
    texts.set(reason.place, `${reason.what[language]} ${reason.remedy[language]}`);
  }
  return {
    at: (field) => texts.get(field),
    // A stale edit is told with its difference (`StaleEdit`).
    elsewhere: reason === undefined || texts.size > 0 || isStale(reason) ? null : <Failed error={error} />,
  };
}

function isStale(reason: ReturnType<typeof reasonOf>): boolean {
  return typeof reason === "object" && reason.code === "stale";
}

function issuesOf(error: unknown): readonly Issue[] {
  if (!(error instanceof ORPCError) || error.status !== 400) return [];
  const { issues } = (error.data ?? {}) as { readonly issues?: readonly Issue[] };
  return issues ?? [];
}
