import { Button, Group, List, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Moment } from "../../components/moment.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";
import { Working } from "../../components/working.tsx";

/** Puts a backup in the place of everything: says what that touches, and asks for the password again. */
export function RestoreWindow({ name, takenAt }: { readonly name: string; readonly takenAt: string }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const anew = useAnew(api.backups.lastRestore.key());
  const begin = useMutation(
    api.backups.restore.mutationOptions({
      async onSuccess() {
        setIsOpen(false);
        await anew();
      },
    }),
  );
  const refused = useRefusal(begin.error, ["password"]);
  const close = () => {
    setIsOpen(false);
    begin.reset();
  };
  return (
    <>
      <Button
        variant="default"
        c="light-dark(var(--mantine-color-red-9), var(--mantine-color-red-3))"
        size="compact-sm"
        aria-label={t("backups.restoreOne", { name })}
        onClick={() => setIsOpen(true)}
      >
        {t("backups.restore")}
      </Button>
      <Window isOpen={isOpen} close={close} title={t("backups.restoreTitle")}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            begin.mutate({ name, password: String(new FormData(event.currentTarget).get("password")) });
          }}
        >
          <Stack>
            <Text>
              {t("backups.restoreOf")} <Moment at={takenAt} />
            </Text>
            <List>
              {(["all", "saved", "pause", "held", "logins"] as const).map((effect) => (
                <List.Item key={effect}>{t(`backups.restoreEffect.${effect}`)}</List.Item>
              ))}
            </List>
            {refused.elsewhere}
            <PasswordInput
              name="password"
              autoComplete="current-password"
              required
              label={t("backups.restorePassword")}
              error={refused.at("password")}
              data-autofocus
            />
            <Working on={begin.isPending} label={t("backups.restoreBegins")} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t("frame.confirm.no")}
              </Button>
              <Button type="submit" color="red.8" loading={begin.isPending}>
                {t("backups.restoreNow")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Window>
    </>
  );
}
