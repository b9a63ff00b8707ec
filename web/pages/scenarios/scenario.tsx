import { Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { CustomCode } from "./custom-code.tsx";
import { LastRun } from "./last-run.tsx";
import type { ListedScenario } from "./lines.ts";
import { RunNow } from "./run-now.tsx";
import { ScenarioIcon } from "./scenario-icon.tsx";
import { Schedule } from "./schedule.tsx";
import { Foreseen } from "./foreseen.tsx";

/** One scenario: when it runs, and, where the school wrote it, its code. */
export function Scenario() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const { name } = useParams({ strict: false }) as { readonly name: string };
  const mayChange = useMayChange();
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
              <Group gap="sm" wrap="nowrap">
                <ScenarioIcon icon={scenario.icon} colour={scenario.colour} />
                <Title order={1}>{scenario.title[language]}</Title>
              </Group>
              <Text>{scenario.schedule[language]}</Text>
              <LastRun scenario={scenario} />
              <Foreseen scenario={scenario} />
              {mayChange ? <RunNow name={scenario.name} title={scenario.title[language]} /> : null}
              {mayChange && scenario.kind === "custom" ? <Deeds scenario={scenario} /> : null}
              {mayChange ? (
                <Schedule
                  key={scenario.name}
                  scenario={scenario}
                  others={scenarios.filter((one) => one.name !== name)}
                />
              ) : null}
              {scenario.kind === "custom" ? <CustomCode scenario={scenario} /> : null}
            </Stack>
          );
        }}
      </Asked>
    </Stack>
  );
}

/** What can be done with a scenario that the school wrote, beside its code: end its run, take it away. */
function Deeds({ scenario }: { readonly scenario: ListedScenario }) {
  const { t, i18n } = useTranslation();
  const { name, lastRun } = scenario;
  const title = scenario.title[languageOf(i18n)];
  const anew = useAnew(api.scenarios.key());
  const navigate = useNavigate();
  const cancel = useMutation(
    api.scenarios.cancel.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("scenarios.one.ending"));
      },
    }),
  );
  const restore = useMutation(api.scenarios.restore.mutationOptions({ onSuccess: anew }));
  const remove = useMutation(
    api.scenarios.remove.mutationOptions({
      async onSuccess() {
        await anew();
        await navigate({ to: "/scenarios" });
        notify(t("scenarios.one.removed"), async () => await restore.mutateAsync({ name }));
      },
    }),
  );
  return (
    <Group>
      {lastRun !== null && lastRun.endedAt === null ? (
        <Confirm
          label={t("scenarios.one.cancel")}
          title={t("scenarios.one.cancelAsk")}
          touches={[t("scenarios.runs.log", { number: lastRun.number })]}
          consequence={t("scenarios.one.cancelConsequence")}
          size="sm"
          act={async () => await cancel.mutateAsync({ name })}
        />
      ) : null}
      <Confirm
        label={t("scenarios.one.remove")}
        title={t("scenarios.one.removeAsk")}
        touches={[title]}
        consequence={t("scenarios.one.removeConsequence")}
        size="sm"
        act={async () => await remove.mutateAsync({ name })}
      />
    </Group>
  );
}
