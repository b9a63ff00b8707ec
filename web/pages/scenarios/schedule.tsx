import { Button, Group, List, NativeSelect, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useDeferredValue, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { useDay } from "../../components/use-day.ts";
import { useDraft } from "../../components/use-draft.ts";
import { dayAfter } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import type { ListedScenario } from "./lines.ts";
import { cronOf, rhythmOf, type Rhythm } from "./rhythm.ts";

const kinds = ["none", "daily", "weekly", "own"] as const;
/** In the order of the page's weeks; `0` is Sunday, as on 29 March 2026. */
const weekdays = ["1", "2", "3", "4", "5", "6", "0"] as const;

/** When a scenario runs, changed: a rhythm, its next five runs as it is written, the scenario that it follows. */
export function Schedule({
  scenario,
  others,
}: {
  readonly scenario: ListedScenario;
  readonly others: readonly ListedScenario[];
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const anew = useAnew(api.scenarios.key());
  const { name } = scenario;
  const { draft, write, seen, beginFrom, takeTheirs } = useDraft(formOf(scenario), scenario.mark, meaningOf);
  const { rhythm, after } = draft;
  const cron = cronOf(rhythm);
  const weekday = useDay({ weekday: "long" });
  const edit = useMutation(
    api.scenarios.edit.mutationOptions({
      async onSuccess(saved, sent) {
        if (sent.cron !== undefined) beginFrom(formOf({ cron: sent.cron, after: sent.after ?? null }), saved.mark);
        await anew();
        notify(t("scenarios.one.saved"));
      },
    }),
  );
  const refusal = useRefusal(edit.error, ["cron", "after"]);
  const mine = { cron, after: after === "" ? null : after };
  const change = (some: Partial<Rhythm>) => write({ after, rhythm: { ...rhythm, ...some } });
  const send = (over: string) => edit.mutate({ name, ...mine, seen: over });
  function submit(event: FormEvent) {
    event.preventDefault();
    send(seen);
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t("scenarios.one.schedule")}
        </Title>
        {refusal.elsewhere}
        <StaleEdit
          error={edit.error}
          mine={mine}
          labels={{ cron: t("scenarios.one.cron"), after: t("scenarios.one.after") }}
          keepMine={send}
          takeTheirs={(saved, version) => {
            takeTheirs(formOf({ cron: textIn(saved["cron"]), after: textIn(saved["after"]) }), version);
            edit.reset();
          }}
        />
        <Switch
          label={t("scenarios.one.enabled")}
          // Shown as wanted while it is on its way; a refusal brings it back.
          checked={(edit.isPending ? edit.variables.enabled : undefined) ?? scenario.enabled}
          onChange={(event) => edit.mutate({ name, enabled: event.currentTarget.checked })}
        />
        <Group align="end">
          <NativeSelect
            label={t("scenarios.one.rhythm")}
            value={rhythm.kind}
            onChange={(event) => change({ kind: kinds.find((one) => one === event.currentTarget.value) ?? "none" })}
            data={kinds.map((kind) => ({ value: kind, label: t(`scenarios.rhythm.${kind}`) }))}
          />
          {rhythm.kind === "weekly" ? (
            <NativeSelect
              label={t("scenarios.one.weekday")}
              value={rhythm.weekday}
              onChange={(event) => change({ weekday: event.currentTarget.value })}
              data={weekdays.map((day) => ({ value: day, label: weekday(dayAfter("2026-03-29", Number(day))) }))}
            />
          ) : null}
          {rhythm.kind === "daily" || rhythm.kind === "weekly" ? (
            <TextInput
              type="time"
              required
              label={t("scenarios.one.time")}
              value={rhythm.time}
              onChange={(event) => change({ time: event.currentTarget.value })}
              error={refusal.at("cron")}
            />
          ) : null}
        </Group>
        {rhythm.kind === "own" ? (
          <TextInput
            label={t("scenarios.one.cron")}
            description={t("scenarios.one.cronHint")}
            required
            value={rhythm.own}
            onChange={(event) => change({ own: event.currentTarget.value })}
            error={refusal.at("cron")}
          />
        ) : null}
        {cron === null || cron === "" ? null : <Next cron={cron} />}
        <NativeSelect
          label={t("scenarios.one.after")}
          description={t("scenarios.one.afterHint")}
          value={after}
          onChange={(event) => write({ rhythm, after: event.currentTarget.value })}
          error={refusal.at("after")}
          data={[
            { value: "", label: t("scenarios.one.afterNothing") },
            ...others.map((one) => ({ value: one.name, label: one.title[language] })),
          ]}
        />
        <Group>
          <Button type="submit" loading={edit.isPending}>
            {t("scenarios.one.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A schedule in words with its next five runs, while it is being written. */
function Next({ cron }: { readonly cron: string }) {
  const { t, i18n } = useTranslation();
  const written = useDeferredValue(cron);
  const when = useQuery(
    api.scenarios.when.queryOptions({ input: { cron: written }, retry: false, placeholderData: keepPreviousData }),
  );
  const refusal = useRefusal(when.error, []);
  if (when.isError) return refusal.elsewhere;
  if (when.data === undefined) return null;
  return (
    <Stack gap={4} role="status">
      <Text size="sm" fw={600}>
        {when.data.words[languageOf(i18n)]}
      </Text>
      <List size="sm" aria-label={t("scenarios.cards.next")}>
        {when.data.next.map((at) => (
          <List.Item key={at}>
            <Moment at={at} />
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

function formOf({ cron, after }: Pick<ListedScenario, "cron" | "after">) {
  return { rhythm: rhythmOf(cron), after: after ?? "" };
}

function meaningOf({ rhythm, after }: ReturnType<typeof formOf>) {
  return [cronOf(rhythm), after];
}

function textIn(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
