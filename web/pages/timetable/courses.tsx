import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { FormEnd } from "../../components/form-end.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { StaleEdit } from "../../components/stale-edit.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { useTimes } from "../../components/use-times.ts";
import { Window } from "../../components/window.tsx";
import type { Course } from "./lines.ts";
import { TimetablePart } from "./parts.tsx";

/** The courses in force, and from when to when each takes place. */
export function Courses() {
  const { t } = useTranslation();
  const times = useTimes();
  const mayChange = useMayChange();
  const [openId, setOpenId] = useState<string>();
  const courses = useQuery(api.timetable.courses.queryOptions());
  const columns = useMemo((): readonly Column<Course>[] => {
    const dayOf = (day: string | null) => (day === null ? "–" : `${times.dayNamed(day)} ${day.slice(0, 4)}`);
    return [
      { id: "course", head: t("timetable.course.course"), sortBy: (row) => row.title, cell: (row) => row.title },
      { id: "coach", head: t("timetable.course.coach"), sortBy: (row) => row.coach, cell: (row) => row.coach },
      {
        id: "group",
        head: t("timetable.course.group"),
        sortBy: (row) => row.group ?? "",
        cell: (row) => row.group ?? "–",
      },
      { id: "weekly", head: t("timetable.course.weekly"), sortBy: (row) => row.entries, cell: (row) => row.entries },
      {
        id: "first",
        head: t("timetable.course.first"),
        sortBy: (row) => row.startsOn ?? "",
        cell: (row) => dayOf(row.startsOn),
      },
      {
        id: "last",
        head: t("timetable.course.last"),
        sortBy: (row) => row.endsOn ?? "",
        cell: (row) => dayOf(row.endsOn),
      },
      ...(mayChange
        ? [
            {
              id: "open",
              head: t("timetable.course.open"),
              cell: (row: Course) => (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t("timetable.course.openOf", { course: row.title })}
                  onClick={() => setOpenId(row.id)}
                >
                  {t("timetable.course.open")}
                </Button>
              ),
            },
          ]
        : []),
    ];
  }, [t, times, mayChange]);
  const open = courses.data?.find((row) => row.id === openId);
  return (
    <TimetablePart title={t("timetable.course.title")}>
      <Text>{t("timetable.course.intro")}</Text>
      <Asked query={courses}>
        {(rows) => (
          <Table
            label={t("timetable.course.title")}
            rows={rows}
            columns={columns}
            rowId={(row) => row.id}
            search={(row) => `${row.title} ${row.coach} ${row.group ?? ""}`}
            empty={t("timetable.course.none")}
          />
        )}
      </Asked>
      <Window isOpen={open !== undefined} close={() => setOpenId(undefined)} title={open?.title ?? ""}>
        {open === undefined ? null : <DatesForm key={open.id} course={open} close={() => setOpenId(undefined)} />}
      </Window>
    </TimetablePart>
  );
}

function DatesForm({ course, close }: { readonly course: Course; readonly close: () => void }) {
  const { t } = useTranslation();
  const anew = useAnew(api.timetable.courses.key(), api.sessions.key(), api.school.key());
  const saving = useMutation(api.timetable.setCourseDates.mutationOptions({ onSuccess: anew }));
  const refusal = useRefusal(saving.error, ["startsOn", "endsOn"]);
  const [startsOn, setStartsOn] = useState(course.startsOn ?? "");
  const [endsOn, setEndsOn] = useState(course.endsOn ?? "");
  const [seen] = useState(course.version);
  const mine = { startsOn: startsOn === "" ? null : startsOn, endsOn: endsOn === "" ? null : endsOn };

  async function save(version: string) {
    const { sessions } = await saving.mutateAsync({ id: course.id, ...mine, version });
    notify(t("timetable.course.saved", { count: sessions }));
    close();
  }

  return (
    <Stack
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(seen).catch(() => undefined);
      }}
    >
      {refusal.elsewhere}
      <StaleEdit
        error={saving.error}
        mine={mine}
        labels={{ startsOn: t("timetable.course.first"), endsOn: t("timetable.course.last") }}
        keepMine={(version) => void save(version).catch(() => undefined)}
        takeTheirs={() => {
          saving.reset();
          void anew().then(close);
        }}
      />
      <Group align="start">
        <TextInput
          type="date"
          label={t("timetable.course.first")}
          description={t("timetable.course.hint")}
          value={startsOn}
          onChange={(event) => setStartsOn(event.currentTarget.value)}
          error={refusal.at("startsOn")}
        />
        <TextInput
          type="date"
          label={t("timetable.course.last")}
          description={t("timetable.course.hint")}
          value={endsOn}
          onChange={(event) => setEndsOn(event.currentTarget.value)}
          error={refusal.at("endsOn")}
        />
      </Group>
      <FormEnd label={t("timetable.course.save")} isPending={saving.isPending} close={close} />
    </Stack>
  );
}
