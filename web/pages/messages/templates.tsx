import { Button, Code, Group, List, NativeSelect, Stack, Text, Textarea, Title } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { Unsaved } from "../../components/unsaved.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { languageOf } from "../../i18n/i18n.ts";
import type { Template } from "./lines.ts";
import { TelegramText } from "./telegram-text.tsx";

const names: readonly Template["name"][] = ["reminder", "starting", "moved", "cancelled", "substitute", "restored"];

/** The school's own words for reminders and alerts, tried while they are written. */
export function Templates() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const name = names.find((one) => one === address["name"]) ?? "reminder";
  const language = address["language"] === "en" ? "en" : "fr";
  const templates = useQuery(api.messages.templates.queryOptions());
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft | undefined>>>({});
  const called = (one: Template["name"], its: Template["language"]) =>
    `${t(`messages.template.${one}`)} · ${t(`roster.language.${its}`)}`;
  const unsaved = names.flatMap((one) =>
    (["fr", "en"] as const).flatMap((its) => (drafts[keyOf(one, its)] === undefined ? [] : called(one, its))),
  );
  return (
    <Stack>
      <Unsaved touches={unsaved} />
      <Title order={1}>{t("messages.templates.title")}</Title>
      <Text>{t("messages.templates.intro")}</Text>
      <Group>
        <NativeSelect
          label={t("messages.templates.which")}
          value={name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          data={names.map((one) => ({ value: one, label: t(`messages.template.${one}`) }))}
        />
        <NativeSelect
          label={t("messages.templates.language")}
          value={language}
          onChange={(event) => change({ language: event.currentTarget.value })}
          data={[
            { value: "fr", label: t("roster.language.fr") },
            { value: "en", label: t("roster.language.en") },
          ]}
        />
      </Group>
      {unsaved.length === 0 ? null : (
        <Text role="status">{t("messages.templates.unsaved", { names: unsaved.join(", ") })}</Text>
      )}
      <Asked query={templates}>
        {(all) => {
          const template = all.find((one) => one.name === name && one.language === language);
          if (template === undefined) return null;
          const key = keyOf(name, language);
          return (
            <Edited
              key={key}
              template={template}
              draft={drafts[key]}
              keep={(draft) => setDrafts((others) => ({ ...others, [key]: draft }))}
            />
          );
        }}
      </Asked>
    </Stack>
  );
}

/** What somebody writes and has not saved, and the mark of what they began with. */
interface Draft {
  readonly body: string;
  readonly version: string;
}

function keyOf(name: Template["name"], language: Template["language"]): string {
  return `${name} ${language}`;
}

function Edited({
  template,
  draft,
  keep,
}: {
  readonly template: Template;
  readonly draft: Draft | undefined;
  /** Keeps the draft while another template is looked at; without one it is given up. */
  readonly keep: (draft: Draft | undefined) => void;
}) {
  const { t, i18n } = useTranslation();
  const words = languageOf(i18n);
  const mayChange = useMayChange();
  const anew = useAnew(api.messages.key());
  const { name, language } = template;
  const body = draft?.body ?? template.body;
  const version = draft?.version ?? template.version;
  const tried = useDeferredValue(body);
  const check = useQuery(
    api.messages.checkTemplate.queryOptions({
      input: { name, language, body: tried },
      enabled: mayChange,
      placeholderData: keepPreviousData,
    }),
  );
  const again = useMutation(api.messages.saveTemplate.mutationOptions({ onSuccess: anew }));
  const save = useMutation(
    api.messages.saveTemplate.mutationOptions({
      async onSuccess(_saved, sent) {
        // The words that were there before must not come back for a moment.
        await anew();
        keep(undefined);
        const { body: former } = template;
        const back = async () => await again.mutateAsync({ name, language, body: former });
        notify(t("messages.templates.saved"), sent.body === null ? back : undefined);
      },
    }),
  );
  const refusal = useRefusal(save.error, ["body"]);
  const problem = check.data?.problem ?? null;
  return (
    <Stack>
      <Group>
        <Mark tone={template.isOurs ? "quiet" : "good"}>
          {t(template.isOurs ? "messages.templates.ours" : "messages.templates.own")}
        </Mark>
      </Group>
      <StaleEdit
        error={save.error}
        mine={{ body }}
        labels={{ body: t("messages.templates.body") }}
        keepMine={(now) => save.mutate({ name, language, body, version: now })}
        takeTheirs={() => {
          keep(undefined);
          save.reset();
        }}
      />
      {refusal.elsewhere}
      <Textarea
        label={t("messages.templates.body")}
        autosize
        minRows={8}
        maxRows={24}
        readOnly={!mayChange}
        value={body}
        onChange={(event) => {
          const written = event.currentTarget.value;
          keep(written === template.body ? undefined : { body: written, version });
        }}
        error={refusal.at("body") ?? problem?.[words]}
      />
      {mayChange ? (
        <Group>
          <Button
            disabled={problem !== null || body === template.body}
            loading={save.isPending}
            onClick={() => save.mutate({ name, language, body, version })}
          >
            {t("messages.templates.save")}
          </Button>
          {draft === undefined ? null : (
            <Button variant="default" onClick={() => keep(undefined)}>
              {t("messages.templates.giveUp")}
            </Button>
          )}
          {template.isOurs ? null : (
            <Confirm
              label={t("messages.templates.reset")}
              title={t("messages.templates.resetAsk")}
              touches={[`${t(`messages.template.${name}`)} · ${t(`roster.language.${language}`)}`]}
              consequence={t("messages.templates.resetConsequence")}
              size="sm"
              act={async () => await save.mutateAsync({ name, language, body: null, version })}
            />
          )}
        </Group>
      ) : null}
      {check.data?.sample === null || check.data === undefined ? null : (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t("messages.templates.sample")}
          </Title>
          <TelegramText html={check.data.sample} label={t("messages.templates.sample")} />
        </Stack>
      )}
      <Title order={2} size="h4">
        {t("messages.templates.variables")}
      </Title>
      <List spacing={4} listStyleType="none">
        {template.variables.map((one) => (
          <List.Item key={one.name}>
            <Code>{`{{ ${one.name} }}`}</Code> {one.about[words]}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
