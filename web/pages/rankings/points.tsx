import { Alert, Button, Group, List, NativeSelect, NumberInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked, Failed } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { useDay } from "../../components/use-day.ts";
import { useAnew } from "../../components/use-anew.ts";
import { Working } from "../../components/working.tsx";
import { Effect } from "./effect.tsx";
import type { Rules } from "./lines.ts";

const fields = [
  "perAttendance",
  "perMessage",
  "messagesPerDay",
  "messageGapSeconds",
  "streakLength",
  "perStreak",
] as const satisfies readonly (keyof Rules)[];

const most: Readonly<Record<keyof Rules, number>> = {
  perAttendance: 1_000,
  perMessage: 1_000,
  messagesPerDay: 1_000,
  messageGapSeconds: 86_400,
  streakLength: 365,
  perStreak: 10_000,
};

/** What gives points: the school's rules and each level's, tried on last week before they hold. */
export function Points() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const level = address["level"];
  const rules = useQuery(api.rankings.rules.queryOptions());
  const writeDay = useDay({ day: "numeric", month: "long", year: "numeric" });
  return (
    <Stack>
      <Title order={1}>{t("rankings.rules.title")}</Title>
      <Text>{t("rankings.rules.intro")}</Text>
      <Asked query={rules}>
        {({ base, mark, levels, versions }) => {
          const own = levels.find((one) => one.level === level);
          return (
            <>
              {levels.length === 0 ? null : (
                <NativeSelect
                  label={t("rankings.rules.whose")}
                  maw={320}
                  value={level ?? ""}
                  onChange={(event) => change({ level: event.currentTarget.value })}
                  data={[
                    { value: "", label: t("rankings.list.school") },
                    ...levels.map((one) => ({
                      value: one.level,
                      label:
                        Object.keys(one.own).length > 0 ? t("rankings.rules.differs", { level: one.level }) : one.level,
                    })),
                  ]}
                />
              )}
              <Form
                // Who chooses another level, or takes what somebody else saved, begins anew.
                key={`${level ?? ""} ${own?.mark ?? mark}`}
                level={own?.level}
                rules={own?.rules ?? base}
                mark={own?.mark ?? mark}
                hasOwn={own !== undefined && Object.keys(own.own).length > 0}
              />
              <Title order={2} size="h3">
                {t("rankings.rules.versions")}
              </Title>
              {versions.length === 0 ? <Text>{t("rankings.rules.noVersion")}</Text> : null}
              <List listStyleType="none" pl={0} spacing="xs">
                {versions.map((one) => (
                  <List.Item key={one.version}>
                    <Text size="sm">
                      {t("rankings.rules.version", { number: one.version, since: writeDay(one.since), note: one.note })}
                    </Text>
                    <Text size="sm" c="dimmed">
                      {one.by} · <Moment at={one.at} />
                    </Text>
                  </List.Item>
                ))}
              </List>
            </>
          );
        }}
      </Asked>
    </Stack>
  );
}

function Form({
  level,
  rules,
  mark,
  hasOwn,
}: {
  readonly level: string | undefined;
  readonly rules: Rules;
  readonly mark: string;
  /** Whether the level has rules of its own, which can be taken away. */
  readonly hasOwn: boolean;
}) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const anew = useAnew(api.rankings.key(), api.roster.key());
  const [wanted, setWanted] = useState<Readonly<Record<keyof Rules, number | string>>>({ ...rules });
  const [note, setNote] = useState("");
  const [since, setSince] = useState("");
  const preview = useMutation(api.rankings.previewRules.mutationOptions());
  const set = useMutation(
    api.rankings.setRules.mutationOptions({
      async onSuccess({ appended }) {
        notify(t("rankings.rules.saved", { count: appended }));
        await anew();
      },
    }),
  );
  const refusal = useRefusal(set.error, ["note", "since"]);
  const scope = level === undefined ? {} : { level };
  const changed = Object.fromEntries(
    fields.filter((field) => wanted[field] !== rules[field]).map((field) => [field, Number(wanted[field])]),
  );
  const isChanged = Object.keys(changed).length > 0;
  const whole = fields.every((field) => wanted[field] !== "");
  const save = (version: string, change: typeof changed | "drop" = changed) =>
    set.mutate({ ...scope, change, note, mark: version, ...(since === "" ? {} : { since }) });
  function submit(event: FormEvent) {
    event.preventDefault();
    save(mark);
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <StaleEdit
          error={set.error}
          mine={wanted}
          labels={Object.fromEntries(fields.map((field) => [field, t(`rankings.rule.${field}`)]))}
          keepMine={(version) => save(version)}
          takeTheirs={() => void anew()}
        />
        {refusal.elsewhere}
        <Group align="flex-end">
          {fields.map((field) => (
            <NumberInput
              key={field}
              label={t(`rankings.rule.${field}`)}
              w={260}
              allowDecimal={false}
              min={0}
              max={most[field]}
              disabled={!mayChange}
              value={wanted[field]}
              onChange={(value) => setWanted({ ...wanted, [field]: value })}
            />
          ))}
        </Group>
        {mayChange ? (
          <>
            <Group>
              <Button
                variant="default"
                disabled={!isChanged || !whole}
                loading={preview.isPending}
                onClick={() => preview.mutate({ ...scope, change: changed })}
              >
                {t("rankings.rules.preview")}
              </Button>
              {isChanged ? null : <Text size="sm">{t("rankings.rules.unchanged")}</Text>}
            </Group>
            {isChanged || hasOwn ? (
              <Group align="flex-start">
                <TextInput
                  label={t("rankings.rules.note")}
                  description={t("rankings.rules.noteHint")}
                  inputWrapperOrder={["label", "input", "description", "error"]}
                  required
                  maxLength={300}
                  value={note}
                  onChange={(event) => setNote(event.currentTarget.value)}
                  error={refusal.at("note")}
                />
                <TextInput
                  type="date"
                  label={t("rankings.rules.since")}
                  description={t("rankings.rules.sinceHint")}
                  inputWrapperOrder={["label", "input", "description", "error"]}
                  value={since}
                  onChange={(event) => setSince(event.currentTarget.value)}
                  error={refusal.at("since")}
                />
                <Button type="submit" mt={25} disabled={!isChanged || !whole} loading={set.isPending}>
                  {t("rankings.rules.save")}
                </Button>
                {hasOwn ? (
                  <Button
                    mt={25}
                    variant="default"
                    disabled={note.trim() === ""}
                    loading={set.isPending}
                    onClick={() => save(mark, "drop")}
                  >
                    {t("rankings.rules.drop")}
                  </Button>
                ) : null}
              </Group>
            ) : null}
            <Working on={preview.isPending} label={t("rankings.rules.counting")} />
            {preview.isError ? <Failed error={preview.error} /> : null}
            {preview.data === undefined ? null : <Effect preview={preview.data} />}
          </>
        ) : (
          <Alert color="gray" variant="light">
            {t("rankings.rules.readOnly")}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
