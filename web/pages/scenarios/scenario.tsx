import { Anchor, Button, Group, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { CustomCode } from "./custom-code.tsx";
import type { ListedScenario } from "./lines.ts";

/** One scenario: when it runs, and, where the school wrote it, its code. */
export function Scenario() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const { name } = useParams({ strict: false }) as { readonly name: string };
  const list = useQuery(api.scenarios.list.queryOptions());
  return (
    <Stack>
      <Anchor underline="always" renderRoot={(props) => <Link to="/scenarios" {...props} />}>
        {t("scenarios.one.back")}
      </Anchor>
      <Asked query={list}>
        {(scenarios) => {
          const scenario = scenarios.find((one) => one.name === name);
          if (scenario === undefined) return <Text>{t("scenarios.one.unknown")}</Text>;
          return (
            <Stack>
              <Title order={1}>{scenario.title[language]}</Title>
              <Schedule key={`${scenario.cron} ${scenario.after}`} scenario={scenario} />
              {scenario.kind === "custom" ? <CustomCode scenario={scenario} /> : null}
            </Stack>
          );
        }}
      </Asked>
    </Stack>
  );
}

function Schedule({ scenario }: { readonly scenario: ListedScenario }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayChange = useMayChange();
  const navigate = useNavigate();
  const anew = useAnew(api.scenarios.key());
  const { name } = scenario;
  const [cron, setCron] = useState(scenario.cron ?? "");
  const [after, setAfter] = useState(scenario.after ?? "");
  const edit = useMutation(
    api.scenarios.edit.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("scenarios.one.saved"));
      },
    }),
  );
  const remove = useMutation(
    api.scenarios.remove.mutationOptions({
      async onSuccess() {
        await anew();
        await navigate({ to: "/scenarios" });
        notify(t("scenarios.one.removed"));
      },
    }),
  );
  const refusal = useRefusal(edit.error, ["cron"]);
  function submit(event: FormEvent) {
    event.preventDefault();
    edit.mutate({ name, cron: wordsIn(cron), after: wordsIn(after) });
  }
  return (
    <Stack gap="sm" maw={720}>
      <Text>{scenario.schedule[language]}</Text>
      {scenario.next.length === 0 ? null : (
        <Text size="sm">
          {t("scenarios.one.next")} <Moment at={scenario.next[0] ?? ""} />
        </Text>
      )}
      {mayChange ? (
        <form onSubmit={submit}>
          <Stack gap="sm">
            {refusal.elsewhere}
            <Switch
              label={t("scenarios.one.enabled")}
              checked={scenario.enabled}
              onChange={(event) => edit.mutate({ name, enabled: event.currentTarget.checked })}
            />
            <TextInput
              label={t("scenarios.one.cron")}
              description={t("scenarios.one.cronHint")}
              value={cron}
              onChange={(event) => setCron(event.currentTarget.value)}
              error={refusal.at("cron")}
            />
            <TextInput
              label={t("scenarios.one.after")}
              description={t("scenarios.one.afterHint")}
              value={after}
              onChange={(event) => setAfter(event.currentTarget.value)}
            />
            <Group>
              <Button type="submit" loading={edit.isPending}>
                {t("scenarios.one.save")}
              </Button>
              {scenario.kind === "custom" ? (
                <Confirm
                  label={t("scenarios.one.remove")}
                  title={t("scenarios.one.removeAsk")}
                  touches={[scenario.title[language]]}
                  consequence={t("scenarios.one.removeConsequence")}
                  size="sm"
                  act={async () => await remove.mutateAsync({ name })}
                />
              ) : null}
            </Group>
          </Stack>
        </form>
      ) : null}
    </Stack>
  );
}

function wordsIn(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}
