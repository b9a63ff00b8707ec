import { Button, Group } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";

/** Runs a scenario at once, whatever its schedule says. */
export function RunNow({ name, title }: { readonly name: string; readonly title: string }) {
  const { t } = useTranslation();
  const anew = useAnew(api.scenarios.key());
  const run = useMutation(
    api.scenarios.run.mutationOptions({
      async onSuccess() {
        notify(t("scenarios.cards.asked", { title }));
        await anew();
      },
    }),
  );
  return (
    <>
      {run.isError ? <Failed error={run.error} /> : null}
      <Group>
        <Button variant="default" loading={run.isPending} onClick={() => run.mutate({ name })}>
          {t("scenarios.cards.run")}
        </Button>
      </Group>
    </>
  );
}
