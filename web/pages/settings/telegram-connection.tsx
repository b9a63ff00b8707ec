import { List, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import type { Area } from "./area-form.tsx";
import { Answered, Connection } from "./connection.tsx";
import { SettingField } from "./setting-field.tsx";

/** The school's Telegram bot: its token is tried before it is kept. */
export function TelegramConnection({
  area: { area, settings },
  mayChange,
}: {
  readonly area: Area;
  readonly mayChange: boolean;
}) {
  const { t } = useTranslation();
  const anew = useAnew(api.settings.key(), api.school.key(), api.roster.key());
  const [token, setToken] = useState("");
  const check = useMutation(api.settings.checkTelegram.mutationOptions());
  const change = useMutation(api.settings.change.mutationOptions({ onSuccess: anew }));
  const refusal = useRefusal(check.error ?? change.error, ["TELEGRAM_BOT_TOKEN"]);
  const state = settings.some(({ fixed }) => fixed)
    ? "fixed"
    : settings.every(({ isSet }) => isSet)
      ? "connected"
      : "none";
  function connect() {
    check.mutate(
      { token },
      {
        onSuccess: ({ bot }) =>
          change.mutate(
            { area, changes: { TELEGRAM_BOT_TOKEN: token } },
            {
              onSuccess() {
                setToken("");
                notify(t("settings.telegram.connected", { bot }));
              },
            },
          ),
      },
    );
  }
  return (
    <Connection
      service="Telegram"
      state={state}
      mayChange={mayChange}
      isPending={check.isPending || change.isPending}
      onCheck={() => check.mutate({})}
      onSubmit={connect}
      disconnect={async () => {
        await change.mutateAsync({ area, changes: { TELEGRAM_BOT_TOKEN: null } });
        check.reset();
      }}
      told={
        <>
          {refusal.elsewhere}
          {check.data === undefined ? null : (
            <Answered isWell={check.data.readsAll} title={t("settings.telegram.answers", { bot: check.data.bot })}>
              <Text size="sm">
                {t(check.data.readsAll ? "settings.telegram.readsAll" : "settings.telegram.readsLittle")}
              </Text>
            </Answered>
          )}
        </>
      }
    >
      <Text size="sm">{t("settings.telegram.how")}</Text>
      <List type="ordered" size="sm">
        {(["create", "privacy", "copy", "groups"] as const).map((step) => (
          <List.Item key={step}>{t(`settings.telegram.step.${step}`)}</List.Item>
        ))}
      </List>
      {settings.map((setting) => (
        <SettingField
          key={setting.name}
          setting={setting}
          value={token}
          onChange={setToken}
          error={refusal.at(setting.name)}
          isLocked={false}
        />
      ))}
    </Connection>
  );
}
