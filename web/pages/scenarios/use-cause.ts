import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useWho } from "../../components/use-who.ts";
import type { ListedRun } from "./lines.ts";

const causes = ["schedule", "chain", "manual", "catch-up"] as const;

/** Why a run began, and who asked for it when somebody did. */
export function useCause(): (run: ListedRun) => string {
  const { t } = useTranslation();
  const who = useWho();
  return useMemo(
    () => (run) => {
      const known = causes.find((one) => one === run.cause);
      const cause = known === undefined ? run.cause : t(`scenarios.cause.${known}`);
      const { askedBy } = run;
      return askedBy === null ? cause : t("scenarios.asked", { cause, who: who(askedBy.by, askedBy.name) });
    },
    [t, who],
  );
}
