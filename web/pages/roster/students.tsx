import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { RowLink } from "../../components/row-link.tsx";
import { Table, type Column } from "../../components/table.tsx";
import type { StudentRow } from "./group-row.ts";
import { NewStudent } from "./new-student.tsx";
import { Silent } from "./silent.tsx";

/** So many students are listed at once; a search finds the others. */
const most = 1_000;

/** The students: search, group, presence and points at a glance. */
export function Students() {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const [address, change] = useAddress();
  const [adds, setAdds] = useState(false);
  const [listsSilent, setListsSilent] = useState(false);
  const text = useDeferredValue((address["text"] ?? "").trim());
  const groupId = address["group"];
  const groups = useQuery(api.roster.groups.queryOptions());
  const list = useQuery(
    api.roster.students.queryOptions({
      input: { limit: most, ...(text === "" ? {} : { text }), ...(groupId === undefined ? {} : { groupId }) },
      placeholderData: keepPreviousData,
    }),
  );
  const columns = useMemo<readonly Column<StudentRow>[]>(
    () => [
      {
        id: "name",
        head: t("roster.students.name"),
        sortBy: (row) => row.name,
        cell: (row) => <RowLink to={`/students/${row.id}`}>{row.name}</RowLink>,
      },
      {
        id: "groups",
        head: t("roster.students.groups"),
        sortBy: (row) => row.groups.map((group) => group.title).join(", "),
        cell: (row) =>
          row.groups.length === 0 ? t("roster.students.noGroup") : row.groups.map((group) => group.title).join(", "),
      },
      {
        id: "presence",
        head: t("roster.students.presence"),
        sortBy: (row) => (row.expected === 0 ? -1 : row.present / row.expected),
        cell: (row) =>
          row.expected === 0 ? "–" : t("roster.students.of", { present: row.present, expected: row.expected }),
      },
      { id: "points", head: t("roster.students.points"), sortBy: (row) => row.points, cell: (row) => row.points },
      {
        id: "known",
        head: t("roster.students.known"),
        cell: (row) => (
          <>
            {[
              ...(row.hasTelegram ? ["Telegram"] : []),
              ...(row.zoomNames > 0 ? [t("roster.students.zoomNames", { count: row.zoomNames })] : []),
            ].join(", ") || "–"}
          </>
        ),
      },
    ],
    [t],
  );
  const filters = (
    <>
      <TextInput
        type="search"
        aria-label={t("roster.students.search")}
        placeholder={t("roster.students.search")}
        value={address["text"] ?? ""}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t("roster.students.groups")}
        value={groupId ?? ""}
        onChange={(event) => change({ group: event.currentTarget.value })}
        data={[
          { value: "", label: t("roster.students.allGroups") },
          ...(groups.data ?? []).map((group) => ({ value: group.id, label: group.title })),
        ]}
      />
    </>
  );
  const isFiltered = text !== "" || groupId !== undefined;
  return (
    <Stack>
      <Title order={1}>{t("roster.students.title")}</Title>
      <Group>
        {mayChange ? <Button onClick={() => setAdds(true)}>{t("roster.students.add")}</Button> : null}
        <Button variant="default" onClick={() => setListsSilent(true)}>
          {t("roster.students.silent")}
        </Button>
      </Group>
      <Asked query={list}>
        {({ students, total }) => (
          <>
            {total > students.length ? (
              <Text role="status">{t("roster.students.cut", { count: students.length, total })}</Text>
            ) : null}
            <Table
              label={t("roster.students.title")}
              rows={students}
              columns={columns}
              rowId={(row) => row.id}
              filters={filters}
              empty={isFiltered ? t("roster.students.noneSo") : t("roster.students.empty")}
            />
          </>
        )}
      </Asked>
      {adds ? <NewStudent groups={groups.data ?? []} close={() => setAdds(false)} /> : null}
      {listsSilent ? <Silent close={() => setListsSilent(false)} /> : null}
    </Stack>
  );
}
