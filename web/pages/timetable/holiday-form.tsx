import { Button, Card, Group, Stack, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";

/** Days without classes that no country knows: a break, a day of the school's own. */
export function HolidayForm() {
  const { t } = useTranslation();
  const anew = useAnew(api.timetable.holidays.key(), api.sessions.key(), api.school.key());
  const adding = useMutation(api.timetable.changeHoliday.mutationOptions({ onSuccess: anew }));
  const taking = useMutation(api.timetable.changeHoliday.mutationOptions({ onSuccess: anew }));
  const refusal = useRefusal(adding.error, ["from", "until", "name"]);
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [name, setName] = useState("");

  async function add() {
    const wish = { kind: "add" as const, from, until: until === "" ? from : until, name: name.trim() };
    const { holiday, sessions } = await adding.mutateAsync(wish);
    notify(
      t("timetable.holiday.done", { count: sessions }),
      async () => await taking.mutateAsync({ kind: "remove", day: holiday.id }),
    );
    setFrom("");
    setUntil("");
    setName("");
  }

  return (
    <Card withBorder component="section" aria-label={t("timetable.holiday.add")}>
      <Stack
        component="form"
        gap="sm"
        onSubmit={(event) => {
          event.preventDefault();
          void add().catch(() => undefined);
        }}
      >
        <Title order={2} size="h4">
          {t("timetable.holiday.add")}
        </Title>
        {refusal.elsewhere}
        <Group align="end">
          <TextInput
            type="date"
            label={t("timetable.holiday.from")}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            error={refusal.at("from")}
            required
          />
          <TextInput
            type="date"
            label={t("timetable.holiday.until")}
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
            error={refusal.at("until")}
          />
          <TextInput
            label={t("timetable.holiday.nameOf")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={refusal.at("name")}
            maxLength={100}
            required
          />
          <Button type="submit" variant="default" loading={adding.isPending}>
            {t("timetable.holiday.doAdd")}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
