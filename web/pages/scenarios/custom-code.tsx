import { Button, Checkbox, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { diffLines } from "diff";
import { lazy, Suspense, useId, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { Unsaved } from "../../components/unsaved.tsx";
import { useDraft } from "../../components/use-draft.ts";
import { useAnew } from "../../components/use-anew.ts";
import { Working } from "../../components/working.tsx";
import { languageOf } from "../../i18n/i18n.ts";
import { marksOf, toldBy } from "./code-marks.ts";
import { Limits } from "./limits.tsx";
import { LineDifference } from "./line-difference.tsx";
import type { CustomScenario, ListedScenario } from "./lines.ts";
import { Versions } from "./versions.tsx";
import { Would } from "./would.tsx";

const permissions = ["read", "write", "send"] as const;

/** The editor is as large as the rest of the page: it comes when a code is looked at. */
const CodeEditor = lazy(async () => ({ default: (await import("./code-editor.tsx")).CodeEditor }));

/** The code of a scenario that the school wrote: tried, saved, its versions and its rights. */
export function CustomCode({ scenario }: { readonly scenario: ListedScenario }) {
  const custom = useQuery(api.scenarios.custom.queryOptions({ input: { name: scenario.name } }));
  return <Asked query={custom}>{(found) => <Edited scenario={scenario} custom={found} />}</Asked>;
}

function Edited({ scenario, custom }: { readonly scenario: ListedScenario; readonly custom: CustomScenario }) {
  const { name, lastRun } = scenario;
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayChange = useMayChange();
  const anew = useAnew(api.scenarios.key());
  const hint = useId();
  const { draft: code, write, seen, isChanged, beginFrom, takeTheirs } = useDraft(custom.code, custom.mark);
  const preview = useMutation(api.scenarios.preview.mutationOptions());
  const save = useMutation(
    api.scenarios.save.mutationOptions({
      async onSuccess(saved, sent) {
        beginFrom(sent.code, saved.mark);
        await anew();
        notify(t("scenarios.code.saved", { version: saved.version }));
      },
    }),
  );
  const grant = useMutation(api.scenarios.grant.mutationOptions({ onSuccess: anew }));
  const tried = preview.data;
  // A run of an earlier version tells nothing about the lines of this one.
  const isOfThisVersion = lastRun !== null && lastRun.startedAt >= (custom.versions[0]?.savedAt ?? "");
  const told = toldBy(save.error) ?? tried?.failure ?? (isOfThisVersion ? lastRun.failure : null);
  const marks = useMemo(() => marksOf(told, language), [told, language]);
  const isStale = save.isError && toldBy(save.error)?.code === "stale";
  return (
    <Stack>
      <Unsaved touches={isChanged ? [scenario.title[language]] : []} />
      <Title order={2} size="h4">
        {t("scenarios.code.title", { version: custom.version })}
      </Title>
      {save.isError && !isStale ? <Failed error={save.error} /> : null}
      {preview.isError ? <Failed error={preview.error} /> : null}
      <StaleEdit
        error={save.error}
        mine={{ code }}
        labels={{ code: t("scenarios.code.label") }}
        keepMine={(version) => save.mutate({ name, code, seen: version })}
        takeTheirs={(saved, version) => {
          takeTheirs(String(saved["code"]), version);
          save.reset();
        }}
        difference={(saved) => (
          <LineDifference lines={linesBetween(String(saved["code"]), code)} label={t("scenarios.code.differs")} />
        )}
      />
      <Suspense fallback={<Loader aria-label={t("frame.app.loading")} role="status" />}>
        <CodeEditor
          code={code}
          onChange={write}
          marks={marks}
          isReadOnly={!mayChange}
          label={t("scenarios.code.label")}
          describedBy={hint}
        />
      </Suspense>
      <Text size="sm" c="dimmed" id={hint}>
        {t("scenarios.editor.hint")}
      </Text>
      {mayChange ? (
        <Group>
          <Button loading={save.isPending} onClick={() => save.mutate({ name, code, seen })}>
            {t("scenarios.code.save")}
          </Button>
          <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate({ name, code })}>
            {t("scenarios.code.preview")}
          </Button>
          {isChanged ? <Text size="sm">{t("scenarios.code.unsaved")}</Text> : null}
        </Group>
      ) : null}
      <Working on={preview.isPending} label={t("scenarios.code.working")} />
      {tried === undefined ? null : <Would seen={tried} />}
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
      <Limits name={name} custom={custom} />
      <Versions
        name={name}
        custom={custom}
        restore={
          mayChange
            ? (version, old) => {
                write(old);
                save.mutate({ name, code: old, note: `= ${version}`, seen: custom.mark });
              }
            : undefined
        }
      />
    </Stack>
  );
}

function linesBetween(saved: string, mine: string) {
  return diffLines(saved, mine).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ sign: added ? ("+" as const) : removed ? ("-" as const) : (" " as const), text })),
  );
}
