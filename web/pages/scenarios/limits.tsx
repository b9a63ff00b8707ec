import { Button, Group, NumberInput, SimpleGrid, Stack, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { useDraft } from "../../components/use-draft.ts";
import { useAnew } from "../../components/use-anew.ts";
import { languageOf } from "../../i18n/i18n.ts";
import type { CustomScenario } from "./lines.ts";

type Limit = keyof CustomScenario["limits"];
const names: readonly Limit[] = ["seconds", "memoryMegabytes", "calls", "messages", "changes", "outputKilobytes"];

/** What one run of a scenario may use: shown to all, changed by those who may. */
export function Limits({ name, custom }: { readonly name: string; readonly custom: CustomScenario }) {
  const { t, i18n } = useTranslation();
  const numbers = new Intl.NumberFormat(languageOf(i18n));
  const mayChange = useMayChange();
  const anew = useAnew(api.scenarios.key());
  const { draft: limits, write, seen, beginFrom, takeTheirs } = useDraft(custom.limits, custom.limitsMark);
  const set = useMutation(
    api.scenarios.grant.mutationOptions({
      async onSuccess(saved) {
        beginFrom(saved.limits, saved.limitsMark);
        await anew();
        notify(t("scenarios.limits.saved"));
      },
    }),
  );
  const refusal = useRefusal(set.error, names);
  const at = (limit: Limit) => refusal.at(limit);
  const send = (over: string) => set.mutate({ name, limits, seen: over });
  function submit(event: FormEvent) {
    event.preventDefault();
    send(seen);
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t("scenarios.limits.title")}
        </Title>
        {refusal.elsewhere}
        <StaleEdit
          error={set.error}
          mine={limits}
          labels={Object.fromEntries(names.map((limit) => [limit, t(`scenarios.limits.${limit}`)]))}
          keepMine={send}
          takeTheirs={(saved, version) => {
            takeTheirs(saved as typeof limits, version);
            set.reset();
          }}
        />
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
          {names.map((limit) => (
            <NumberInput
              key={limit}
              label={t(`scenarios.limits.${limit}`)}
              description={t("scenarios.limits.between", {
                least: numbers.format(custom.bounds[limit].least),
                most: numbers.format(custom.bounds[limit].most),
              })}
              required
              readOnly={!mayChange}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="none"
              thousandSeparator=" "
              value={limits[limit]}
              onChange={(value) => write({ ...limits, [limit]: Number(value) })}
              error={at(limit)}
            />
          ))}
        </SimpleGrid>
        {mayChange ? (
          <Group>
            <Button type="submit" variant="default" loading={set.isPending}>
              {t("scenarios.limits.save")}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}
