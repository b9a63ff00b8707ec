import { Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { Table, type Column } from "../../components/table.tsx";
import { useTimes } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { GroupActions } from "./group-actions.tsx";
import { GroupForm } from "./group-form.tsx";
import { healths, type GroupRow } from "./group-row.ts";

const colours = { well: "good", hampered: "warning", lost: "bad", off: "quiet" } as const;

/** The Telegram groups: how each is, what to do about it, and what is set of it. */
export function Groups() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const times = useTimes();
  const mayChange = useMayChange();
  const [address, change] = useAddress();
  const list = useQuery(api.roster.groups.queryOptions());
  const [edited, setEdited] = useState<GroupRow>();
  const columns = useMemo<readonly Column<GroupRow>[]>(
    () => [
      {
        id: "health",
        head: t("roster.groups.health"),
        sortBy: (row) => healths.indexOf(row.health),
        cell: (row) => <Mark tone={colours[row.health]}>{t(`roster.health.${row.health}`)}</Mark>,
      },
      {
        id: "title",
        head: t("roster.groups.group"),
        sortBy: (row) => row.title,
        cell: (row) => (
          <>
            <strong>{row.title}</strong>
            <div className="quiet">
              {row.topicId === null
                ? row.chatId
                : `${row.chatId} · ${t("roster.groups.topicShort", { id: row.topicId })}`}
            </div>
          </>
        ),
      },
      {
        id: "troubles",
        head: t("roster.groups.todo"),
        cell: (row) =>
          row.troubles.length === 0
            ? t("roster.groups.fine")
            : row.troubles.map(({ what, remedy }) => (
                <Stack key={what.en} gap={0} miw={260}>
                  <Text size="sm" fw={600}>
                    {what[language]}
                  </Text>
                  <Text size="sm">{remedy[language]}</Text>
                </Stack>
              )),
      },
      {
        id: "students",
        head: t("roster.groups.students"),
        sortBy: (row) => row.students,
        cell: (row) => row.students,
      },
      {
        id: "language",
        head: t("roster.groups.language"),
        sortBy: (row) => row.language,
        cell: (row) => (
          <>
            {t(`roster.language.${row.language}`)}
            <div className="quiet">
              {row.audienceZones.length === 0 ? t("roster.groups.schoolZones") : row.audienceZones.join(", ")}
            </div>
          </>
        ),
      },
      {
        id: "heard",
        head: t("roster.groups.heard"),
        sortBy: (row) => row.lastHeardAt ?? "",
        cell: (row) => (row.lastHeardAt === null ? t("roster.groups.never") : times.short(row.lastHeardAt)),
      },
      ...(mayChange
        ? [
            {
              id: "edit",
              head: t("roster.groups.change"),
              cell: (row: GroupRow) => (
                <button
                  type="button"
                  className="small-button"
                  aria-label={t("roster.groups.edit", { group: row.title })}
                  onClick={() => setEdited(row)}
                >
                  {t("roster.groups.change")}
                </button>
              ),
            },
          ]
        : []),
    ],
    [t, times, language, mayChange],
  );
  return (
    <Stack>
      <Title order={1}>{t("roster.groups.title")}</Title>
      <Text>{t("roster.groups.intro")}</Text>
      <Asked query={list}>
        {(groups) => {
          const wanted = address["health"] ?? "";
          const shown = groups.filter((row) => wanted === "" || row.health === wanted);
          const filters = (
            <NativeSelect
              aria-label={t("roster.groups.health")}
              value={wanted}
              onChange={(event) => change({ health: event.currentTarget.value })}
              data={[
                { value: "", label: t("roster.groups.all") },
                ...healths.map((health) => ({
                  value: health,
                  label: `${t(`roster.health.${health}`)} (${groups.filter((row) => row.health === health).length})`,
                })),
              ]}
            />
          );
          return (
            <Table
              label={t("roster.groups.title")}
              rows={shown}
              columns={columns}
              rowId={(row) => row.id}
              search={(row) => `${row.title} ${row.chatId} ${row.formerChatIds.join(" ")}`}
              filters={groups.length === 0 ? undefined : filters}
              empty={groups.length === 0 ? t("roster.groups.empty") : t("roster.groups.noneSo")}
              {...(mayChange
                ? {
                    bulk: (chosen: readonly GroupRow[], clear: () => void) => (
                      <GroupActions chosen={chosen} clear={clear} />
                    ),
                  }
                : {})}
            />
          );
        }}
      </Asked>
      {edited === undefined ? null : (
        <Group>
          <GroupForm key={edited.id} group={edited} close={() => setEdited(undefined)} />
        </Group>
      )}
    </Stack>
  );
}
