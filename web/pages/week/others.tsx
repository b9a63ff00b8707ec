import { Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAtOnce } from "../../components/at-once.ts";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";
import { notify } from "../../components/notices.tsx";
import { RowLink } from "../../components/row-link.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { messageTones } from "../../components/tones.ts";
import { useAnew } from "../../components/use-anew.ts";
import { useTimes } from "../../components/use-times.ts";
import { BulkActions } from "../messages/bulk-actions.tsx";
import { kinds } from "../messages/lines.ts";
import type { Outlook } from "./untouched.tsx";

type OtherMessage = Outlook["messages"][number];
type Ranking = Outlook["rankings"][number];

/** What else the outbox holds for these days. */
export function OtherMessages({ messages }: { readonly messages: Outlook["messages"] }) {
  const { t } = useTranslation();
  const times = useTimes();
  const mayChange = useMayChange();
  const columns = useMemo(
    (): readonly Column<OtherMessage>[] => [
      {
        id: "due",
        head: t("week.other.due"),
        sortBy: ({ dueAt }) => dueAt,
        cell: ({ dueAt }) => times.short(dueAt),
      },
      {
        id: "group",
        head: t("week.column.group"),
        sortBy: ({ group }) => group ?? "",
        cell: ({ group }) => group ?? "–",
      },
      {
        id: "kind",
        head: t("week.other.kind"),
        sortBy: ({ kind }) => kind,
        cell: ({ kind }) => {
          const known = kinds.find((one) => one === kind);
          return known === undefined ? kind : t(`messages.kind.${known}`);
        },
      },
      {
        id: "text",
        head: t("week.other.text"),
        cell: ({ number, text }) => (
          <RowLink to={`/messages/${number}`}>
            <span className="two-lines">{text === "" ? t("messages.list.noText") : text}</span>
          </RowLink>
        ),
      },
      {
        id: "state",
        head: t("week.other.state"),
        sortBy: ({ state }) => state,
        cell: ({ state }) => <Mark tone={messageTones[state]}>{t(`messages.state.${state}`)}</Mark>,
      },
    ],
    [t, times],
  );
  return (
    <Table
      name="other"
      label={t("week.plan.messages", { count: messages.length })}
      rows={messages}
      columns={columns}
      rowId={({ number }) => String(number)}
      empty={t("week.other.none")}
      {...(mayChange
        ? {
            bulk: (chosen: readonly OtherMessage[], clear: () => void) => <BulkActions chosen={chosen} clear={clear} />,
          }
        : {})}
    />
  );
}

/** When rankings come, and of how many groups. */
export function Rankings({ rankings }: { readonly rankings: Outlook["rankings"] }) {
  const { t } = useTranslation();
  const times = useTimes();
  const mayChange = useMayChange();
  const anew = useAnew(api.sessions.key());
  const { foresee, refused } = useAtOnce();
  const hold = useMutation(
    api.rankings.hold.mutationOptions({
      onMutate: async ({ day, held }) =>
        await foresee({
          key: api.sessions.outlook.key(),
          answer: (outlook: Outlook) => ({
            ...outlook,
            rankings: outlook.rankings.map((one) => (one.day === day ? { ...one, held } : one)),
          }),
        }),
      onError: refused,
      onSettled: anew,
    }),
  );
  const { mutateAsync } = hold;
  const set = useCallback(
    async (day: string, held: boolean) => {
      await mutateAsync({ day, held });
      const word = t(held ? "week.ranking.heldDone" : "week.ranking.resumedDone", { day: times.dayNamed(day) });
      notify(word, async () => await mutateAsync({ day, held: !held }));
    },
    [mutateAsync, t, times],
  );
  const columns = useMemo(
    (): readonly Column<Ranking>[] => [
      { id: "at", head: t("week.ranking.at"), cell: ({ at }) => <Moment at={at} /> },
      {
        id: "state",
        head: t("week.other.state"),
        cell: ({ held }) => (
          <Mark tone={held ? "warning" : "busy"}>{t(held ? "messages.state.held" : "messages.state.planned")}</Mark>
        ),
      },
      {
        id: "groups",
        head: t("week.ranking.groups"),
        cell: ({ groups }) => t("week.ranking.count", { count: groups }),
      },
      ...(mayChange
        ? [
            {
              id: "act",
              head: t("week.column.actions"),
              cell: ({ day, held }: Ranking) => (
                <button
                  type="button"
                  className="small-button"
                  aria-label={t(held ? "week.ranking.resumeOf" : "week.ranking.holdOf", { day: times.dayNamed(day) })}
                  onClick={() => void set(day, !held).catch(() => undefined)}
                >
                  {t(held ? "messages.verb.resume" : "messages.verb.hold")}
                </button>
              ),
            },
          ]
        : []),
    ],
    [t, times, mayChange, set],
  );
  return (
    <Stack>
      <Text size="sm">{t("week.ranking.intro")}</Text>
      <Table
        name="ranking"
        label={t("week.plan.rankings", { count: rankings.length })}
        rows={rankings}
        columns={columns}
        rowId={({ at }) => at}
        empty={t("week.ranking.none")}
      />
    </Stack>
  );
}
