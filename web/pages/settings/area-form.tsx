import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { SettingField, type Shown } from "./setting-field.tsx";

/** An area of the settings as the server shows it. */
export type Area = Awaited<ReturnType<(typeof api)["settings"]["read"]["call"]>>[number];

/** The settings of one area, changed together. */
export function AreaForm({
  area: { area, version, settings },
  mayChange,
}: {
  readonly area: Area;
  readonly mayChange: boolean;
}) {
  const { t } = useTranslation();
  const anew = useAnew(api.settings.key(), api.school.key());
  const [mine, setMine] = useState<Readonly<Record<string, string>>>({});
  // What the person saw when they began: the settings beside the form follow what others change.
  const [seen, setSeen] = useState<string>();
  const change = useMutation(
    api.settings.change.mutationOptions({
      async onSuccess() {
        await anew();
        begin({});
        notify(t("settings.saved"));
      },
    }),
  );
  const names = settings.map(({ name }) => name);
  const refusal = useRefusal(change.error, names);
  const changed = settings.filter((one) => mine[one.name] !== undefined && mine[one.name] !== (one.value ?? ""));
  function begin(fields: Readonly<Record<string, string>>) {
    setMine(fields);
    setSeen(undefined);
  }
  function save(over: string) {
    // What is emptied goes back to its default.
    const changes = Object.fromEntries(
      changed.map(({ name }) => [name, mine[name] === "" ? null : (mine[name] ?? null)]),
    );
    change.mutate({ area, changes, version: over });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    save(seen ?? version);
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={640}>
        <StaleEdit
          error={change.error}
          mine={Object.fromEntries(settings.map((one) => [one.name, written(one, mine)]))}
          labels={Object.fromEntries(changed.map(({ name }) => [name, t(`settings.label.${name}`)]))}
          keepMine={save}
          takeTheirs={() => {
            change.reset();
            begin({});
            void anew();
          }}
        />
        {refusal.elsewhere}
        {settings.map((setting) => (
          <SettingField
            key={setting.name}
            setting={setting}
            value={written(setting, mine)}
            onChange={(value) => {
              setSeen((before) => before ?? version);
              setMine((before) => ({ ...before, [setting.name]: value }));
            }}
            error={refusal.at(setting.name)}
            isLocked={!mayChange}
          />
        ))}
        {mayChange && settings.some(({ fixed }) => !fixed) ? (
          <Group>
            <Button type="submit" disabled={changed.length === 0} loading={change.isPending}>
              {t("settings.save")}
            </Button>
            {changed.length === 0 ? null : (
              <Button variant="default" onClick={() => begin({})}>
                {t("settings.revert")}
              </Button>
            )}
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}

/** What stands in the field: what the person wrote, else what is in force. */
function written(setting: Shown, mine: Readonly<Record<string, string>>): string {
  return mine[setting.name] ?? setting.value ?? "";
}
