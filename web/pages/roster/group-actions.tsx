import { Button, Menu, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { notify } from "../../components/notices.tsx";
import { Working } from "../../components/working.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { GroupRow } from "./group-row.ts";
import { ZonesForm } from "./zones-form.tsx";

/** What can be done with many groups at once. */
export function GroupActions({ chosen, clear }: { readonly chosen: readonly GroupRow[]; readonly clear: () => void }) {
  const { t } = useTranslation();
  const anew = useAnew(api.roster.key());
  const [asks, setAsks] = useState(false);
  const ids = chosen.map((row) => row.id);
  const edit = useMutation(api.roster.editGroups.mutationOptions({ onSuccess: anew }));
  const check = useMutation(
    api.roster.checkGroups.mutationOptions({
      async onSuccess({ looked }) {
        await anew();
        notify(t("roster.bulk.checked", { count: looked }));
      },
    }),
  );

  /** Changes all of them, and offers to put each back as it was. */
  async function set(change: Parameters<typeof edit.mutate>[0]["edit"], back: readonly Back[]) {
    const { changed } = await edit.mutateAsync({ ids, edit: change });
    notify(t("roster.bulk.changed", { count: changed }), async () => {
      for (const one of back) if (one.ids.length > 0) await edit.mutateAsync(one);
    });
    clear();
  }
  const speaking = (language: "fr" | "en") => chosen.filter((row) => row.language === language).map((row) => row.id);

  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default" size="compact-sm">
            {t("roster.bulk.language")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(["fr", "en"] as const).map((language) => (
            <Menu.Item
              key={language}
              onClick={() =>
                void set({ language }, [
                  { ids: speaking("fr"), edit: { language: "fr" } },
                  { ids: speaking("en"), edit: { language: "en" } },
                ])
              }
            >
              {t(`roster.language.${language}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" size="compact-sm" onClick={() => setAsks(true)}>
        {t("roster.bulk.zones")}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        loading={check.isPending}
        onClick={() => check.mutate({ ids: ids.slice(0, 200) })}
      >
        {t("roster.bulk.check")}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() =>
          void set({ on: true }, [
            { ids: chosen.filter((row) => row.health === "off").map((row) => row.id), edit: { on: false } },
          ])
        }
      >
        {t("roster.bulk.on")}
      </Button>
      <Confirm
        label={t("roster.bulk.off")}
        title={t("roster.bulk.offTitle", { count: chosen.length })}
        touches={chosen.map((row) => row.title)}
        consequence={t("roster.bulk.offMeans")}
        act={async () =>
          await set({ on: false }, [
            { ids: chosen.filter((row) => row.health !== "off").map((row) => row.id), edit: { on: true } },
          ])
        }
      />
      <Working on={check.isPending} label={t("roster.bulk.checking")} />
      {check.isError ? <Failed error={check.error} /> : edit.isError ? <Failed error={edit.error} /> : null}
      {asks ? <ZonesForm ids={ids} close={() => setAsks(false)} done={clear} /> : null}
      <Text size="sm" c="dimmed">
        {t("roster.bulk.hint")}
      </Text>
    </>
  );
}

interface Back {
  readonly ids: string[];
  readonly edit: { readonly language?: "fr" | "en"; readonly on?: boolean };
}
