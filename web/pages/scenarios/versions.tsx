import { Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Moment } from "../../components/moment.tsx";
import { Window } from "../../components/window.tsx";
import { LineDifference } from "./line-difference.tsx";
import type { CustomScenario } from "./lines.ts";

/** Every code that a scenario ever had: what each one was, and how to take it again. */
export function Versions({
  name,
  custom,
  restore,
}: {
  readonly name: string;
  readonly custom: CustomScenario;
  /** Makes an earlier code the newest version; absent for those who may not. */
  readonly restore: ((version: number, code: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<number>();
  return (
    <>
      <Title order={2} size="h4">
        {t("scenarios.code.versions")}
      </Title>
      <List spacing="xs" listStyleType="none">
        {custom.versions.map((one) => (
          <List.Item key={one.version}>
            <Group gap="xs">
              <Text>
                {t("scenarios.code.version", { version: one.version, by: one.savedBy })} <Moment at={one.savedAt} />
              </Text>
              {one.version === custom.version ? null : (
                <Button variant="default" size="compact-sm" onClick={() => setShown(one.version)}>
                  {t("scenarios.code.difference", { version: one.version })}
                </Button>
              )}
            </Group>
          </List.Item>
        ))}
      </List>
      {shown === undefined ? null : (
        <Version name={name} version={shown} close={() => setShown(undefined)} restore={restore} />
      )}
    </>
  );
}

function Version({
  name,
  version,
  close,
  restore,
}: {
  readonly name: string;
  readonly version: number;
  readonly close: () => void;
  readonly restore: ((version: number, code: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  const old = useQuery(api.scenarios.version.queryOptions({ input: { name, version } }));
  const title = t("scenarios.code.difference", { version });
  return (
    <Window isOpen close={close} title={title}>
      <Asked query={old}>
        {({ code, difference }) => (
          <Stack>
            <LineDifference lines={difference} label={title} />
            {restore === undefined ? null : (
              <Group justify="flex-end">
                <Button
                  onClick={() => {
                    restore(version, code);
                    close();
                  }}
                >
                  {t("scenarios.code.restore")}
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </Asked>
    </Window>
  );
}
