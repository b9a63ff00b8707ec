import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { reasonOf } from "../api.ts";
import { reasonWords } from "./asked.tsx";
import { languageOf } from "../i18n/i18n.ts";
import { notify } from "./notices.tsx";

/** What a change will have made of an answer that is here already. */
export interface Foreseen {
  readonly key: QueryKey;
  // Each question has its own answer; who foresees it knows which.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly answer: (answer: any) => unknown;
}

/**
 * Shows a change before the server has answered. Give a mutation `onMutate: async (wish) => await foresee(...)` and
 * `onError: refused`: what the server refuses is put back, and told in a notice. Ask the questions anew in `onSettled`.
 */
export function useAtOnce() {
  const queries = useQueryClient();
  const { t, i18n } = useTranslation();

  /** Gives what puts everything back. */
  async function foresee(...all: readonly Foreseen[]): Promise<() => void> {
    // An answer that is on its way would bring back what was before.
    await Promise.all(all.map(async ({ key }) => await queries.cancelQueries({ queryKey: key })));
    const before = all.flatMap(({ key }) => queries.getQueriesData({ queryKey: key }));
    for (const { key, answer } of all) {
      queries.setQueriesData({ queryKey: key }, (held: unknown) => (held === undefined ? held : answer(held)));
    }
    return () => {
      for (const [key, answer] of before) queries.setQueryData(key, answer);
    };
  }

  function refused(error: Error, _wish: unknown, back: (() => void) | undefined): void {
    back?.();
    const reason = reasonOf(error);
    const why =
      typeof reason === "string"
        ? t(reasonWords[reason])
        : `${reason.what[languageOf(i18n)]} ${reason.remedy[languageOf(i18n)]}`;
    notify(`${t("frame.notice.putBack")} ${why}`);
  }

  return { foresee, refused };
}
