import { Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { FormEnd } from "../../components/form-end.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";
import { ZonesInput } from "./zones-input.tsx";

/** Zones and topic of many groups at once; what is left as it is stays. */
export function ZonesForm({
  ids,
  close,
  done,
}: {
  readonly ids: string[];
  readonly close: () => void;
  readonly done: () => void;
}) {
  const { t } = useTranslation();
  const anew = useAnew(api.roster.key());
  const [zones, setZones] = useState<string[]>([]);
  const [topic, setTopic] = useState("");
  const edit = useMutation(
    api.roster.editGroups.mutationOptions({
      async onSuccess({ changed }) {
        await anew();
        notify(t("roster.bulk.changed", { count: changed }));
        close();
        done();
      },
    }),
  );
  const refusal = useRefusal(edit.error, ["audienceZones", "edit.topicId"]);
  function submit(event: FormEvent) {
    event.preventDefault();
    edit.mutate({ ids, edit: { audienceZones: zones, ...(topic === "" ? {} : { topicId: topic }) } });
  }
  return (
    <Window isOpen close={close} title={t("roster.bulk.zonesTitle", { count: ids.length })}>
      <form onSubmit={submit}>
        <Stack>
          {refusal.elsewhere}
          <ZonesInput value={zones} onChange={setZones} error={refusal.at("audienceZones")} />
          <TextInput
            label={t("roster.form.topic")}
            description={t("roster.bulk.topicHint")}
            inputMode="numeric"
            value={topic}
            onChange={(event) => setTopic(event.currentTarget.value)}
            error={refusal.at("edit.topicId")}
          />
          <FormEnd label={t("roster.form.save")} isPending={edit.isPending} close={close} />
        </Stack>
      </form>
    </Window>
  );
}
