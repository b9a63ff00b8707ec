import { Anchor, Group, Image, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Mark } from "../../components/mark.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { messageTones } from "../../components/tones.ts";
import { useTimes } from "../../components/use-times.ts";
import { Window } from "../../components/window.tsx";
import { TelegramText } from "../messages/telegram-text.tsx";
import type { PeriodName, PublishedRow } from "./lines.ts";
import { RankingTable } from "./ranking-table.tsx";

type State = keyof typeof messageTones;

/** Rankings as they were published, with what became of their message. */
export function Published({ group, period }: { readonly group: string | undefined; readonly period: PeriodName }) {
  const { t } = useTranslation();
  const times = useTimes();
  const [shown, setShown] = useState<PublishedRow>();
  const list = useQuery(
    api.rankings.published.queryOptions({
      input: {
        ...(period === "all" ? {} : { period }),
        limit: 500,
        ...(group === undefined ? {} : { groupId: group }),
      },
      placeholderData: keepPreviousData,
    }),
  );
  const columns = useMemo<readonly Column<PublishedRow>[]>(
    () => [
      {
        id: "to",
        head: t("rankings.published.when"),
        sortBy: (row) => row.to,
        cell: (row) => times.short(row.to),
      },
      {
        id: "group",
        head: t("rankings.published.group"),
        sortBy: (row) => row.groupTitle,
        cell: (row) => row.groupTitle,
      },
      {
        id: "period",
        head: t("rankings.list.period"),
        sortBy: (row) => row.period,
        cell: (row) => t(`rankings.period.${row.period}`),
      },
      { id: "lines", head: t("rankings.published.ranked"), sortBy: (row) => row.lines, cell: (row) => row.lines },
      {
        id: "message",
        head: t("rankings.published.message"),
        sortBy: (row) => row.message?.state ?? "",
        cell: ({ message }) => <MessageState message={message} />,
      },
      {
        id: "open",
        head: t("rankings.published.open"),
        cell: (row) => (
          <button
            type="button"
            className="small-button"
            aria-label={t("rankings.published.openOne", { group: row.groupTitle })}
            onClick={() => setShown(row)}
          >
            {t("rankings.published.open")}
          </button>
        ),
      },
    ],
    [t, times],
  );
  return (
    <>
      <Asked query={list}>
        {(rankings) => (
          <Table
            label={t("rankings.list.published")}
            rows={rankings}
            columns={columns}
            rowId={(row) => row.id}
            search={(row) => row.groupTitle}
            empty={t("rankings.published.none")}
          />
        )}
      </Asked>
      {shown === undefined ? null : <One row={shown} close={() => setShown(undefined)} />}
    </>
  );
}

function MessageState({ message }: { readonly message: PublishedRow["message"] }) {
  const { t } = useTranslation();
  if (message === null) return <span>{t("rankings.published.notAnnounced")}</span>;
  const known = message.state in messageTones ? (message.state as State) : undefined;
  return (
    <span className="beside">
      <Mark tone={known === undefined ? "quiet" : messageTones[known]}>
        {known === undefined ? message.state : t(`messages.state.${known}`)}
      </Mark>
      {message.recalledAt !== null
        ? t("rankings.published.recalled")
        : message.editedAt !== null
          ? t("rankings.published.edited")
          : null}
    </span>
  );
}

/** One published ranking: its picture as sent, and its lines as published. */
function One({ row, close }: { readonly row: PublishedRow; readonly close: () => void }) {
  const { t } = useTranslation();
  const one = useQuery(api.rankings.publishedOne.queryOptions({ input: { id: row.id } }));
  return (
    <Window isOpen close={close} title={`${t(`rankings.period.${row.period}`)} · ${row.groupTitle}`}>
      <Asked query={one}>
        {({ picture, html, lines }) => (
          <Stack>
            <Group>
              <MessageState message={row.message} />
              {row.message === null ? null : (
                <Anchor
                  size="sm"
                  underline="always"
                  renderRoot={(props) => (
                    <Link to="/messages/$number" params={{ number: String(row.message?.number) }} {...props} />
                  )}
                >
                  {t("rankings.published.seeMessage")}
                </Anchor>
              )}
            </Group>
            {picture === null ? (
              <Text size="sm">{t("rankings.published.noPicture")}</Text>
            ) : (
              <Image src={picture} alt={t("rankings.published.picture", { group: row.groupTitle })} maw={480} />
            )}
            {html === null ? null : <TelegramText html={html} label={t("rankings.published.text")} />}
            <RankingTable lines={lines} label={row.groupTitle} />
          </Stack>
        )}
      </Asked>
    </Window>
  );
}
