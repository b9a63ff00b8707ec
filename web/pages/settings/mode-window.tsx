import { Alert, Radio, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { FormEnd } from "../../components/form-end.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";
import type { Area } from "./area-form.tsx";
import { SettingField } from "./setting-field.tsx";

const modes = ["live", "test", "dry"] as const;
type Mode = (typeof modes)[number];

/** How messages leave, and what another choice would mean; asked before it is done. */
export function ModeWindow({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const list = useQuery(api.settings.read.queryOptions());
  return (
    <Window isOpen close={close} title={t("settings.mode.title")}>
      <Asked query={list}>
        {(areas) => {
          const area = areas.find((one) => one.area === "mode");
          return area === undefined ? null : <ModeForm area={area} close={close} />;
        }}
      </Asked>
    </Window>
  );
}

function ModeForm({ area: { settings }, close }: { readonly area: Area; readonly close: () => void }) {
  const { t } = useTranslation();
  const anew = useAnew(api.settings.key(), api.school.key());
  const present = settings.find(({ name }) => name === "CARILLON_MODE");
  const chat = settings.find(({ name }) => name === "CARILLON_TEST_CHAT_ID");
  const before = modes.find((one) => one === present?.value) ?? "live";
  const [mode, setMode] = useState<Mode>(before);
  const [testChat, setTestChat] = useState(chat?.value ?? "");
  const change = useMutation(
    api.settings.setMode.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t(`settings.mode.now.${mode}`));
        close();
      },
    }),
  );
  const refusal = useRefusal(change.error, ["CARILLON_TEST_CHAT_ID"]);
  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate({ mode, ...(mode === "test" && chat?.fixed !== true ? { testChat } : {}) });
  }
  if (present?.fixed === true) return <Text>{t("settings.fixed", { name: present.name })}</Text>;
  return (
    <form onSubmit={submit}>
      <Stack>
        {refusal.elsewhere}
        <Radio.Group
          label={t("settings.mode.ask")}
          value={mode}
          onChange={(value) => setMode(modes.find((one) => one === value) ?? before)}
        >
          <Stack mt="xs">
            {modes.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`settings.mode.name.${one}`)}
                description={t(`settings.mode.about.${one}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {mode === "test" && chat !== undefined ? (
          <SettingField
            setting={chat}
            value={testChat}
            onChange={setTestChat}
            error={refusal.at("CARILLON_TEST_CHAT_ID")}
            isLocked={false}
          />
        ) : null}
        {mode === before ? null : (
          <Alert color={mode === "live" ? "red" : "yellow"} variant="light" role="status">
            {t(`settings.mode.meaning.${mode}`)}
          </Alert>
        )}
        <FormEnd label={t(`settings.mode.do.${mode}`)} isPending={change.isPending} close={close} />
      </Stack>
    </form>
  );
}
