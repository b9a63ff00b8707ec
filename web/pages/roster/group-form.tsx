import { NativeSelect, Stack, Switch, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { FormEnd } from "../../components/form-end.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";
import type { GroupRow } from "./group-row.ts";
import { ZonesInput } from "./zones-input.tsx";

/** What is set of one group. */
export function GroupForm({ group, close }: { readonly group: GroupRow; readonly close: () => void }) {
  const { t } = useTranslation();
  const anew = useAnew(api.roster.key());
  const [language, setLanguage] = useState(group.language);
  const [zones, setZones] = useState(group.audienceZones);
  const [topic, setTopic] = useState(group.topicId ?? "");
  const [isOn, setIsOn] = useState(group.health !== "off");
  const edit = useMutation(
    api.roster.editGroups.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("roster.form.saved", { name: group.title }));
        close();
      },
    }),
  );
  const refusal = useRefusal(edit.error, ["audienceZones", "edit.topicId"]);
  const mine = { language, audienceZones: zones, topicId: topic === "" ? null : topic, on: isOn };
  function save(version: string) {
    const { on, ...rest } = mine;
    // To switch a group on again means that it is taken to be well: only who asks for that says it.
    const isSwitched = on !== (group.health !== "off");
    edit.mutate({ ids: [group.id], version, edit: { ...rest, ...(isSwitched ? { on } : {}) } });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    save(group.version);
  }
  return (
    <Window isOpen close={close} title={group.title}>
      <form onSubmit={submit}>
        <Stack>
          <StaleEdit
            error={edit.error}
            mine={mine}
            labels={{
              language: t("roster.form.language"),
              audienceZones: t("roster.form.zones"),
              topicId: t("roster.form.topic"),
              on: t("roster.form.on"),
            }}
            keepMine={save}
            takeTheirs={() => void anew().then(close)}
          />
          {refusal.elsewhere}
          <NativeSelect
            label={t("roster.form.language")}
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value === "en" ? "en" : "fr")}
            data={[
              { value: "fr", label: t("roster.language.fr") },
              { value: "en", label: t("roster.language.en") },
            ]}
          />
          <ZonesInput value={zones} onChange={setZones} error={refusal.at("audienceZones")} />
          <TextInput
            label={t("roster.form.topic")}
            description={t("roster.form.topicHint")}
            inputMode="numeric"
            value={topic}
            onChange={(event) => setTopic(event.currentTarget.value)}
            error={refusal.at("edit.topicId")}
          />
          <Switch
            label={t("roster.form.on")}
            description={t("roster.form.onHint")}
            checked={isOn}
            onChange={(event) => setIsOn(event.currentTarget.checked)}
          />
          <FormEnd label={t("roster.form.save")} isPending={edit.isPending} close={close} />
        </Stack>
      </form>
    </Window>
  );
}
