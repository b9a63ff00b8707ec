import { Code, List, Text } from "@mantine/core";
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

/** The school's Zoom account: its keys are tried at Zoom's before they are kept. */
export function ZoomConnection({
  area: { area, settings },
  mayChange,
}: {
  readonly area: Area;
  readonly mayChange: boolean;
}) {
  const { t } = useTranslation();
  const anew = useAnew(api.settings.key(), api.school.key());
  const [mine, setMine] = useState<Readonly<Record<string, string>>>({});
  const check = useMutation(api.settings.checkZoom.mutationOptions());
  const change = useMutation(api.settings.change.mutationOptions({ onSuccess: anew }));
  const refusal = useRefusal(
    check.error ?? change.error,
    settings.map(({ name }) => name),
  );
  const isConnected = settings.every(({ isSet }) => isSet);
  const isFixed = settings.some(({ fixed }) => fixed);
  const written = (name: string) => mine[name] ?? settings.find((one) => one.name === name)?.value ?? "";
  const keys = {
    accountId: written("ZOOM_ACCOUNT_ID"),
    clientId: written("ZOOM_CLIENT_ID"),
    clientSecret: written("ZOOM_CLIENT_SECRET"),
  };
  function connect() {
    check.mutate(keys, {
      onSuccess: () =>
        change.mutate(
          {
            area,
            changes: Object.fromEntries(
              Object.entries(mine).map(([name, value]) => [name, value === "" ? null : value]),
            ),
          },
          {
            onSuccess() {
              setMine({});
              notify(t("settings.zoom.connected"));
            },
          },
        ),
    });
  }
  const missing = check.data?.missingScopes ?? [];
  return (
    <Connection
      service="Zoom"
      state={isFixed ? "fixed" : isConnected ? "connected" : "none"}
      mayChange={mayChange}
      isPending={check.isPending || change.isPending}
      onCheck={() => check.mutate({})}
      onSubmit={connect}
      disconnect={async () => {
        await change.mutateAsync({ area, changes: Object.fromEntries(settings.map(({ name }) => [name, null])) });
        check.reset();
      }}
      told={
        <>
          {refusal.elsewhere}
          {check.data === undefined ? null : (
            <Answered isWell={missing.length === 0} title={t("settings.zoom.answers", { account: check.data.account })}>
              {missing.length === 0 ? (
                <Text size="sm">
                  {t(check.data.missingScopes === null ? "settings.zoom.scopesUnknown" : "settings.zoom.allScopes")}
                </Text>
              ) : (
                <>
                  <Text size="sm">{t("settings.zoom.missing")}</Text>
                  <List size="sm" my="xs">
                    {missing.map((scope) => (
                      <List.Item key={scope}>
                        <Code>{scope}</Code>
                      </List.Item>
                    ))}
                  </List>
                  <Text size="sm">{t("settings.zoom.addScopes")}</Text>
                </>
              )}
            </Answered>
          )}
        </>
      }
    >
      <Text size="sm">{t("settings.zoom.how")}</Text>
      <List type="ordered" size="sm">
        {(["open", "create", "scopes", "activate", "copy"] as const).map((step) => (
          <List.Item key={step}>{t(`settings.zoom.step.${step}`)}</List.Item>
        ))}
      </List>
      {settings.map((setting) => (
        <SettingField
          key={setting.name}
          setting={setting}
          value={setting.secret ? (mine[setting.name] ?? "") : written(setting.name)}
          onChange={(value) => setMine((before) => ({ ...before, [setting.name]: value }))}
          error={refusal.at(setting.name)}
          isLocked={false}
        />
      ))}
    </Connection>
  );
}
