import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { Moment } from "../../components/moment.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useTimes } from "../../components/use-times.ts";
import type { Outlook } from "./untouched.tsx";

type OtherMessage = Outlook["messages"][number];
type Ranking = Outlook["rankings"][number];

/** What else the outbox holds for these days. */
export function OtherMessages({ messages }: { readonly messages: Outlook["messages"] }) {
  const { t } = useTranslation();
  const times = useTimes();
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
        id: "text",
        head: t("week.other.text"),
        cell: ({ text }) => (
          <Text size="sm" lineClamp={2}>
            {text}
          </Text>
        ),
      },
      {
        id: "state",
        head: t("week.other.state"),
        sortBy: ({ state }) => state,
        cell: ({ state }) => t(`week.message.${state}`),
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
    />
  );
}

/** When rankings come, and of how many groups. */
export function Rankings({ rankings }: { readonly rankings: Outlook["rankings"] }) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): readonly Column<Ranking>[] => [
      { id: "at", head: t("week.ranking.at"), cell: ({ at }) => <Moment at={at} /> },
      {
        id: "groups",
        head: t("week.ranking.groups"),
        cell: ({ groups }) => t("week.ranking.count", { count: groups }),
      },
    ],
    [t],
  );
  return (
    <Table
      name="ranking"
      label={t("week.plan.rankings", { count: rankings.length })}
      rows={rankings}
      columns={columns}
      rowId={({ at }) => at}
      empty={t("week.ranking.none")}
    />
  );
}
