import { Anchor, Button, Card, Checkbox, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Call } from "../../components/call.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Working } from "../../components/working.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import type { Preview } from "./lines.ts";

/** How often an import at work is asked about, in milliseconds. */
const pace = 1_000;

/** The end of an import: what it does in one sentence, the question when too much would go, the button, and what came of it. */
export function ApplyImport({
  place,
  preview,
  isDraft,
  onDone,
}: {
  readonly place: string;
  readonly preview: Preview;
  /** Columns are tried that are not remembered. */
  readonly isDraft: boolean;
  readonly onDone: (() => void) | undefined;
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const [isAgreed, setIsAgreed] = useState(false);
  const anew = useAnew(api.timetable.key(), api.sessions.key(), api.school.key());
  const applying = useMutation(api.timetable.apply.mutationOptions());
  const undoing = useMutation(api.timetable.undoImport.mutationOptions({ onSuccess: anew }));
  const run = applying.data?.run;
  const state = useQuery(
    api.timetable.applied.queryOptions({
      input: { run: run ?? "" },
      enabled: run !== undefined,
      refetchInterval: ({ state: { data } }) => (data === undefined || data.outcome === null ? pace : false),
    }),
  );
  const outcome = state.data?.outcome ?? null;
  const imported = state.data?.imported ?? null;
  const isWorking = applying.isPending || (run !== undefined && outcome === null && !state.isError);
  const { mutateAsync: undo } = undoing;
  useEffect(() => {
    if (imported === null) return;
    const { number, added, changed, removed } = imported;
    const hasChanged = added + changed + removed > 0;
    notify(
      hasChanged ? t("timetable.apply.done", imported) : t("timetable.apply.doneNothing"),
      hasChanged ? async () => await undo({ number }) : undefined,
    );
    void anew();
    onDone?.();
    // Once for each import that ended.
  }, [imported?.number]);

  const { difference, entries, problems, needsAgreement, sha256, sheets, inForce } = preview;
  if (difference === null) return null;
  const counts = {
    lines: entries,
    added: difference.added.length,
    changed: difference.changed.length,
    removed: difference.removed.length,
  };
  const errors = problems.filter((one) => one.severity === "error").length;
  const isAsked = sheets.some((one) => one.isRead && one.questions.length > 0);
  return (
    <Card withBorder component="section" aria-label={t("timetable.apply.title")}>
      <Stack align="start">
        <Title order={2} size="h4">
          {t("timetable.apply.title")}
        </Title>
        {imported === null ? (
          <>
            <Text>{t("timetable.apply.summary", counts)}</Text>
            {errors === 0 ? null : <Text>{t("timetable.apply.leftOut", { count: errors })}</Text>}
            {needsAgreement ? (
              <Call title={t("timetable.apply.agree", { removed: counts.removed, all: inForce })}>
                <Checkbox
                  label={t("timetable.apply.agreed")}
                  checked={isAgreed}
                  onChange={(event) => setIsAgreed(event.currentTarget.checked)}
                />
              </Call>
            ) : null}
            {isDraft ? <Text size="sm">{t("timetable.apply.draft")}</Text> : null}
            {isAsked ? <Text size="sm">{t("timetable.apply.asked")}</Text> : null}
            <Button
              loading={isWorking}
              disabled={isDraft || isAsked || (needsAgreement && !isAgreed)}
              onClick={() => applying.mutate({ place, sha256, agreed: isAgreed })}
            >
              {t("timetable.apply.import")}
            </Button>
            <Working on={isWorking} label={t("timetable.apply.working")} />
          </>
        ) : (
          <>
            <Text fw={600} role="status">
              {imported.added + imported.changed + imported.removed > 0
                ? t("timetable.apply.done", imported)
                : t("timetable.apply.doneNothing")}
            </Text>
            <Text>{t("timetable.apply.next")}</Text>
            <Group>
              <Anchor underline="always" renderRoot={(props) => <Link to="/week" {...props} />}>
                {t("timetable.apply.toWeek")}
              </Anchor>
            </Group>
          </>
        )}
        {applying.error === null ? null : <Failed error={applying.error} />}
        {state.isError ? <Failed error={state.error} /> : null}
        {outcome === "failed" ? (
          <Call isBad title={state.data?.failure?.what[language] ?? t("timetable.apply.failed")}>
            <Text size="sm">{state.data?.failure?.remedy[language] ?? t("timetable.apply.failed")}</Text>
          </Call>
        ) : null}
      </Stack>
    </Card>
  );
}
