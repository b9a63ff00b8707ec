import { Alert, Button, Checkbox, Code, Group, List, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { Window } from "../../components/window.tsx";
import { Working } from "../../components/working.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import type { CustomScenario } from "./lines.ts";

const permissions = ["read", "write", "send"] as const;

/** The code of a scenario that the school wrote: tried, saved, its versions and its rights. */
export function CustomCode({ name }: { readonly name: string }) {
  const custom = useQuery(api.scenarios.custom.queryOptions({ input: { name } }));
  return <Asked query={custom}>{(found) => <Edited key={found.version} name={name} custom={found} />}</Asked>;
}

function Edited({ name, custom }: { readonly name: string; readonly custom: CustomScenario }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayChange = useMayChange();
  const anew = useAnew(api.scenarios.key());
  const [code, setCode] = useState(custom.code);
  const [version, setVersion] = useState<number>();
  const preview = useMutation(api.scenarios.preview.mutationOptions());
  const save = useMutation(
    api.scenarios.save.mutationOptions({
      async onSuccess(saved) {
        await anew();
        notify(t("scenarios.code.saved", { version: saved.version }));
      },
    }),
  );
  const grant = useMutation(api.scenarios.grant.mutationOptions({ onSuccess: anew }));
  const seen = preview.data;
  return (
    <Stack>
      <Title order={2} size="h4">
        {t("scenarios.code.title", { version: custom.version })}
      </Title>
      {save.isError ? <Failed error={save.error} /> : null}
      {preview.isError ? <Failed error={preview.error} /> : null}
      <Textarea
        label={t("scenarios.code.label")}
        autosize
        minRows={10}
        maxRows={30}
        spellCheck={false}
        readOnly={!mayChange}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {mayChange ? (
        <Group>
          <Button loading={save.isPending} onClick={() => save.mutate({ name, code })}>
            {t("scenarios.code.save")}
          </Button>
          <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate({ name, code })}>
            {t("scenarios.code.preview")}
          </Button>
        </Group>
      ) : null}
      <Working on={preview.isPending} label={t("scenarios.code.working")} />
      {seen === undefined ? null : (
        <Alert
          color={seen.failure === null ? "green" : "red"}
          variant="light"
          title={seen.failure === null ? t("scenarios.code.would") : seen.failure.what[language]}
          role="status"
        >
          <Stack gap="xs">
            <Text>{seen.failure === null ? seen.message : seen.failure.remedy[language]}</Text>
            <List>
              {seen.effects.map((effect, index) => (
                // Effects come in the order in which they were asked for.
                <List.Item key={index}>{effect[language]}</List.Item>
              ))}
            </List>
            {seen.log.map((line, index) => (
              <Code key={index}>{line.text}</Code>
            ))}
            {seen.missing.length === 0 ? null : (
              <Text>
                {t("scenarios.code.missing", {
                  rights: seen.missing.map((one) => t(`scenarios.permission.${one}`)).join(", "),
                })}
              </Text>
            )}
          </Stack>
        </Alert>
      )}
      <Checkbox.Group
        label={t("scenarios.code.rights")}
        value={custom.permissions}
        onChange={(chosen) => grant.mutate({ name, permissions: permissions.filter((one) => chosen.includes(one)) })}
      >
        <Group mt="xs">
          {permissions.map((one) => (
            <Checkbox key={one} value={one} disabled={!mayChange} label={t(`scenarios.permission.${one}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      {grant.isError ? <Failed error={grant.error} /> : null}
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
                <Button variant="default" size="compact-sm" onClick={() => setVersion(one.version)}>
                  {t("scenarios.code.difference", { version: one.version })}
                </Button>
              )}
            </Group>
          </List.Item>
        ))}
      </List>
      {version === undefined ? null : (
        <Difference
          name={name}
          version={version}
          close={() => setVersion(undefined)}
          restore={mayChange ? (old) => save.mutate({ name, code: old, note: `= ${version}` }) : undefined}
        />
      )}
    </Stack>
  );
}

function Difference({
  name,
  version,
  close,
  restore,
}: {
  readonly name: string;
  readonly version: number;
  readonly close: () => void;
  readonly restore: ((code: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  const old = useQuery(api.scenarios.version.queryOptions({ input: { name, version } }));
  return (
    <Window isOpen close={close} title={t("scenarios.code.difference", { version })}>
      <Asked query={old}>
        {({ code, difference }) => (
          <Stack>
            <Code block tabIndex={0}>
              {difference.map((line) => `${line.sign} ${line.text}`).join("\n")}
            </Code>
            {restore === undefined ? null : (
              <Group justify="flex-end">
                <Button
                  onClick={() => {
                    restore(code);
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
