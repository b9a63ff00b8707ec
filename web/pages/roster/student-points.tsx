import { Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { languageOf } from "../../i18n/i18n.ts";
import type { OneStudent } from "./group-row.ts";

interface PointLine {
  readonly id: number;
  readonly at: string;
  readonly points: number;
  readonly why: { readonly fr: string; readonly en: string };
  readonly groupTitle: string;
  readonly source: string;
  readonly isByHand: boolean;
}

/** The ledger of a student, each line with its reason; points and badges by hand. */
export function StudentPoints({ student }: { readonly student: OneStudent }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayChange = useMayChange();
  const anew = useAnew(api.rankings.key(), api.roster.key());
  const ledger = useQuery(api.rankings.studentPoints.queryOptions({ input: { id: student.id } }));
  const { mutateAsync: revoke } = useMutation(api.rankings.revokePoints.mutationOptions({ onSuccess: anew }));
  const { mutateAsync: giveBack } = useMutation(api.rankings.giveBackPoints.mutationOptions({ onSuccess: anew }));
  const columns = useMemo<readonly Column<PointLine>[]>(
    () => [
      {
        id: "points",
        head: t("roster.students.points"),
        sortBy: (row) => row.points,
        cell: (row) => (
          <Text fw={600} size="sm">
            {row.points > 0 ? `+${row.points}` : row.points}
          </Text>
        ),
      },
      { id: "why", head: t("roster.points.why"), cell: (row) => row.why[language] },
      { id: "group", head: t("roster.points.group"), sortBy: (row) => row.groupTitle, cell: (row) => row.groupTitle },
      { id: "at", head: t("roster.points.at"), sortBy: (row) => row.at, cell: (row) => <Moment at={row.at} /> },
      ...(mayChange
        ? [
            {
              id: "revoke",
              head: t("roster.points.revoke"),
              cell: (row: PointLine) =>
                row.isByHand ? (
                  <Confirm
                    label={t("roster.points.revoke")}
                    title={t("roster.points.revokeTitle")}
                    touches={[`${row.points > 0 ? "+" : ""}${row.points} · ${row.why[language]}`]}
                    consequence={t("roster.points.revokeMeans")}
                    act={async () => {
                      const { source } = row;
                      await revoke({ source, why: t("roster.points.revokeWords") });
                      notify(t("roster.points.revoked"), async () => await giveBack({ source }));
                    }}
                  />
                ) : null,
            },
          ]
        : []),
    ],
    [t, language, mayChange, revoke, giveBack],
  );
  return (
    <Stack>
      {mayChange && student.groups.some((group) => group.leftAt === null) ? <Give student={student} /> : null}
      <Asked query={ledger}>
        {({ lines, badges }) => (
          <>
            <Title order={2} size="h3">
              {t("roster.points.badges")}
            </Title>
            {badges.length === 0 ? <Text>{t("roster.points.noBadge")}</Text> : null}
            <Group gap="xs">
              {badges.map((badge) => (
                <Mark key={badge.id} tone="busy">
                  {badge.title[language]} · {badge.note ?? badge.groupTitle}
                </Mark>
              ))}
            </Group>
            <Title order={2} size="h3">
              {t("roster.points.ledger")}
            </Title>
            <Table
              label={t("roster.points.ledger")}
              rows={lines}
              columns={columns}
              rowId={(row) => String(row.id)}
              empty={t("roster.points.none")}
            />
          </>
        )}
      </Asked>
    </Stack>
  );
}

/** Gives points (or takes some) or the helper's badge, with the reason that the student can read. */
function Give({ student }: { readonly student: OneStudent }) {
  const { t } = useTranslation();
  const anew = useAnew(api.rankings.key(), api.roster.key());
  const inside = student.groups.filter((group) => group.leftAt === null);
  const [groupId, setGroupId] = useState(inside[0]?.id ?? "");
  const [points, setPoints] = useState<number | string>(5);
  const [why, setWhy] = useState("");
  const revoke = useMutation(api.rankings.revokePoints.mutationOptions({ onSuccess: anew }));
  const give = useMutation(
    api.rankings.givePoints.mutationOptions({
      async onSuccess({ source }) {
        await anew();
        setWhy("");
        notify(
          t("roster.points.given", { name: student.name }),
          async () => await revoke.mutateAsync({ source, why: t("roster.points.revokeWords") }),
        );
      },
    }),
  );
  const award = useMutation(
    api.rankings.giveBadge.mutationOptions({
      async onSuccess() {
        await anew();
        setWhy("");
        notify(t("roster.points.awarded"));
      },
    }),
  );
  const refusal = useRefusal(give.error ?? award.error, ["points", "why"]);
  function submit(event: FormEvent) {
    event.preventDefault();
    give.mutate({ id: student.id, groupId, points: typeof points === "number" ? points : 0, why });
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2} size="h3">
          {t("roster.points.give")}
        </Title>
        {refusal.elsewhere}
        <Group align="flex-start">
          <NativeSelect
            label={t("roster.points.group")}
            value={groupId}
            onChange={(event) => setGroupId(event.currentTarget.value)}
            data={inside.map((group) => ({ value: group.id, label: group.title }))}
          />
          <NumberInput
            label={t("roster.students.points")}
            description={t("roster.points.negative")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            allowDecimal={false}
            min={-10_000}
            max={10_000}
            value={points}
            onChange={setPoints}
            error={refusal.at("points")}
          />
          <TextInput
            label={t("roster.points.reason")}
            required
            maxLength={300}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
            error={refusal.at("why")}
          />
        </Group>
        <Group>
          <Button type="submit" loading={give.isPending} disabled={points === 0 || points === ""}>
            {t("roster.points.giveNow")}
          </Button>
          <Button
            variant="default"
            loading={award.isPending}
            disabled={why.trim() === ""}
            onClick={() => award.mutate({ id: student.id, groupId, why })}
          >
            {t("roster.points.badge")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
