import { Button, Card, Group, Stack, Text } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Confirm } from "../../components/confirm.tsx";
import { Mark } from "../../components/mark.tsx";
import { tones } from "../../components/tones.ts";
import { Working } from "../../components/working.tsx";

/** An account of a service: whether it is connected, its keys, and what the service said when it was asked. */
export function Connection({
  service,
  state,
  mayChange,
  children,
  told,
  isPending,
  onCheck,
  onSubmit,
  disconnect,
}: {
  /** Its name. */
  readonly service: "Zoom" | "Telegram";
  /** `fixed`: connected by the machine's own settings. */
  readonly state: "connected" | "fixed" | "none";
  readonly mayChange: boolean;
  /** The fields of its keys, and how to come by them. */
  readonly children: ReactNode;
  /** What the service answered. */
  readonly told: ReactNode;
  readonly isPending: boolean;
  readonly onCheck: () => void;
  readonly onSubmit: () => void;
  readonly disconnect: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit();
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={640}>
        <Group>
          <Mark tone={state === "none" ? "warning" : "good"}>
            {t(state === "none" ? "settings.connection.none" : "settings.connection.connected")}
          </Mark>
          {state === "fixed" ? <Text size="sm">{t("settings.connection.byMachine")}</Text> : null}
        </Group>
        {mayChange && state !== "fixed" ? children : null}
        <Working on={isPending} label={t("settings.connection.asking", { service })} />
        {told}
        {mayChange ? (
          <Group>
            {state === "fixed" ? null : (
              <Button type="submit" loading={isPending}>
                {t("settings.connection.save")}
              </Button>
            )}
            {state === "none" ? null : (
              <Button variant="default" onClick={onCheck} disabled={isPending}>
                {t("settings.connection.check")}
              </Button>
            )}
            {state === "connected" ? (
              <Confirm
                size="sm"
                label={t("settings.connection.disconnect")}
                title={t("settings.connection.disconnectAsk", { service })}
                touches={[service]}
                consequence={t(service === "Zoom" ? "settings.zoom.without" : "settings.telegram.without")}
                act={disconnect}
              />
            ) : null}
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}

/** What a service said when it was asked; its colour is a border, so its words stay readable. */
export function Answered({
  title,
  isWell,
  children,
}: {
  readonly title: string;
  readonly isWell: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Card
      withBorder
      padding="sm"
      role="status"
      style={{ borderInlineStart: `6px solid ${isWell ? tones.good : tones.warning}` }}
    >
      <Text fw={700}>{title}</Text>
      {children}
    </Card>
  );
}
