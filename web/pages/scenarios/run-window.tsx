import { Group, Loader, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Call } from "../../components/call.tsx";
import { Moment } from "../../components/moment.tsx";
import { Window } from "../../components/window.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import type { ListedRun } from "./lines.ts";
import { Outcome } from "./outcome.tsx";
import { RunLog } from "./run-log.tsx";
import { useCause } from "./use-cause.ts";

const figures = ["read", "created", "changed", "unchanged", "skipped", "failed"] as const;

/** One run by its number: how it ended and what it counted, what to do about it, what it touched and wrote. */
export function RunWindow({ number, close }: { readonly number: number; readonly close: () => void }) {
  const { t } = useTranslation();
  const found = useQuery(api.scenarios.runs.queryOptions({ input: { number, limit: 1 } }));
  const run = found.data?.[0];
  return (
    <Window isOpen close={close} title={t("scenarios.runs.log", { number })}>
      {run !== undefined ? (
        <Shown run={run} />
      ) : found.isPending ? (
        <Loader aria-label={t("frame.app.loading")} role="status" />
      ) : (
        <Text>{t("scenarios.runs.gone")}</Text>
      )}
    </Window>
  );
}

function Shown({ run }: { readonly run: ListedRun }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const cause = useCause();
  const { failure } = run;
  const counted = figures.filter((name) => (run.figures[name] ?? 0) > 0);
  return (
    <Stack>
      <Group gap="xs">
        <Outcome outcome={run.outcome} />
        <Text size="sm">
          <Moment at={run.startedAt} />
        </Text>
        <Text size="sm">{cause(run)}</Text>
        <Text size="sm">
          {counted.map((name) => t(`scenarios.figure.${name}`, { count: run.figures[name] ?? 0 })).join(", ")}
        </Text>
      </Group>
      {failure === null ? null : (
        <Call isBad={run.outcome === "failed"} title={failure.what[language]}>
          <Text size="sm">{t("scenarios.runs.remedy", { text: failure.remedy[language] })}</Text>
        </Call>
      )}
      <RunLog id={run.id} isOpen={run.endedAt === null} />
    </Stack>
  );
}
