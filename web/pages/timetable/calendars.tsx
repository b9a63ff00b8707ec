import { Button, Group, NativeSelect, Select, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { useTimes } from "../../components/use-times.ts";
import { Window } from "../../components/window.tsx";
import type { CalendarRow } from "./lines.ts";
import { TimetablePart } from "./parts.tsx";

/** The calendar addresses of coaches and groups. */
export function Calendars() {
  const { t } = useTranslation();
  const times = useTimes();
  const mayChange = useMayChange();
  const [made, setMade] = useState<{ readonly name: string; readonly address: string }>();
  const anew = useAnew(api.sessions.calendars.key());
  const calendars = useQuery(api.sessions.calendars.queryOptions());
  const changing = useMutation(api.sessions.changeCalendar.mutationOptions({ onSuccess: anew }));
  const { mutateAsync: change } = changing;
  const columns = useMemo((): readonly Column<CalendarRow>[] => {
    async function act({ kind, name }: CalendarRow, wish: "make" | "remove") {
      const { address } = await change({ kind, name, change: wish });
      if (address === null) notify(t("timetable.calendar.removed"));
      else setMade({ name, address });
    }
    return [
      {
        id: "kind",
        head: t("timetable.calendar.kind"),
        sortBy: (row) => row.kind,
        cell: (row) => t(`timetable.calendar.${row.kind}`),
      },
      { id: "name", head: t("timetable.calendar.name"), sortBy: (row) => row.name, cell: (row) => row.name },
      {
        id: "since",
        head: t("timetable.calendar.since"),
        sortBy: (row) => row.createdAt,
        cell: (row) => times.short(row.createdAt),
      },
      { id: "by", head: t("timetable.calendar.by"), sortBy: (row) => row.by, cell: (row) => row.by },
      ...(mayChange
        ? [
            {
              id: "act",
              head: t("timetable.calendar.renew"),
              cell: (row: CalendarRow) => (
                <Group gap="xs">
                  <Confirm
                    label={t("timetable.calendar.renew")}
                    title={t("timetable.calendar.renewTitle")}
                    touches={[row.name]}
                    consequence={t("timetable.calendar.renewAfter")}
                    act={async () => await act(row, "make")}
                  />
                  <Confirm
                    label={t("timetable.calendar.remove")}
                    title={t("timetable.calendar.removeTitle")}
                    touches={[row.name]}
                    consequence={t("timetable.calendar.removeAfter")}
                    act={async () => await act(row, "remove")}
                  />
                </Group>
              ),
            },
          ]
        : []),
    ];
  }, [t, times, mayChange, change]);
  const words = {
    copy: t("timetable.calendar.copy"),
    copied: t("timetable.calendar.copied"),
    done: t("timetable.calendar.close"),
  };
  return (
    <TimetablePart title={t("timetable.calendar.title")}>
      <Text>{t("timetable.calendar.intro")}</Text>
      {mayChange ? <GiveForm made={setMade} /> : null}
      <Title order={2} size="h3">
        {t("timetable.calendar.list")}
      </Title>
      <Asked query={calendars}>
        {(rows) => (
          <Table
            label={t("timetable.calendar.list")}
            rows={rows}
            columns={columns}
            rowId={(row) => `${row.kind} ${row.name}`}
            search={(row) => row.name}
            empty={t("timetable.calendar.none")}
          />
        )}
      </Asked>
      <Window
        isOpen={made !== undefined}
        close={() => setMade(undefined)}
        title={t("timetable.calendar.of", { name: made?.name ?? "" })}
      >
        {made === undefined ? null : (
          <ShownOnce
            text={made.address}
            warning={t("timetable.calendar.shown")}
            words={words}
            close={() => setMade(undefined)}
          />
        )}
      </Window>
    </TimetablePart>
  );
}

function GiveForm({ made }: { readonly made: (address: { readonly name: string; readonly address: string }) => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<"coach" | "group">("coach");
  const [name, setName] = useState<string | null>(null);
  const anew = useAnew(api.sessions.calendars.key());
  const coaches = useQuery(api.roster.coaches.queryOptions());
  const groups = useQuery(api.roster.groups.queryOptions());
  const making = useMutation(api.sessions.changeCalendar.mutationOptions({ onSuccess: anew }));
  const refusal = useRefusal(making.error, ["name"]);
  const names =
    kind === "coach" ? coaches.data?.map((one) => one.name) : groups.data?.flatMap((one) => one.title ?? []);
  async function give() {
    const done = await making.mutateAsync({ kind, name: name ?? "", change: "make" });
    if (done.address !== null) made({ name: done.name, address: done.address });
    setName(null);
  }
  return (
    <Stack
      component="form"
      gap="sm"
      onSubmit={(event) => {
        event.preventDefault();
        void give().catch(() => undefined);
      }}
    >
      {refusal.elsewhere}
      <Group align="end">
        <NativeSelect
          label={t("timetable.calendar.kind")}
          data={(["coach", "group"] as const).map((one) => ({ value: one, label: t(`timetable.calendar.${one}`) }))}
          value={kind}
          onChange={(event) => {
            setKind(event.currentTarget.value === "group" ? "group" : "coach");
            setName(null);
          }}
        />
        <Select
          label={t("timetable.calendar.whose")}
          searchable
          limit={60}
          data={[...new Set(names ?? [])]}
          value={name}
          onChange={setName}
          error={refusal.at("name")}
          required
        />
        <Button type="submit" variant="default" loading={making.isPending} disabled={name === null}>
          {t("timetable.calendar.give")}
        </Button>
      </Group>
    </Stack>
  );
}
