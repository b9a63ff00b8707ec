import { Card, Checkbox, Group, NativeSelect, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { columnRoles, weekdayNamed } from "./lines.ts";

/** What a column holds. */
export interface Held {
  readonly role: (typeof columnRoles)[number] | "start" | "nothing";
  /** Of a column of times; null for the school's own. */
  readonly zone: string | null;
  readonly isTruth: boolean;
}

const choices = ["nothing", "title", "coach", "day", "start", ...columnRoles.slice(3)] as const;

/** One column: its header, some of its cells, and what they are. */
export function MappingColumn({
  letters,
  title,
  samples,
  held,
  weekday,
  put,
}: {
  readonly letters: string;
  readonly title: string;
  readonly samples: readonly string[];
  readonly held: Held;
  /** The column is named after this day. */
  readonly weekday: number | undefined;
  readonly put: (held: Held) => void;
}) {
  const { t, i18n } = useTranslation();
  const { data: zone = "UTC" } = useQuery(api.school.status.queryOptions({ select: (status) => status.timeZone }));
  return (
    <Card withBorder padding="sm">
      <Group align="start" justify="space-between">
        <Stack gap={2} maw={360} style={{ overflowWrap: "anywhere" }}>
          <Text fw={700}>
            {letters} · {title === "" ? t("timetable.mapping.noTitle") : title}
          </Text>
          <Text size="sm">{samples.join(" · ")}</Text>
          {weekday === undefined || held.role !== "nothing" ? null : (
            <Text size="sm">{t("timetable.mapping.day", { day: weekdayNamed(languageOf(i18n), weekday) })}</Text>
          )}
        </Stack>
        <Group align="end" gap="sm">
          <NativeSelect
            label={t("timetable.mapping.holds", { letters })}
            data={choices.map((role) => ({ value: role, label: t(`timetable.role.${role}`) }))}
            value={held.role}
            onChange={(event) => {
              const role = choices.find((one) => one === event.currentTarget.value) ?? "nothing";
              put({ role, zone: null, isTruth: false });
            }}
          />
          {held.role === "start" ? (
            <>
              <Select
                label={t("timetable.mapping.zoneOf", { letters })}
                searchable
                limit={80}
                allowDeselect={false}
                data={zonesWith(held.zone, t("timetable.mapping.schoolZone", { zone }))}
                value={held.zone ?? ""}
                onChange={(value) => put({ ...held, zone: value === null || value === "" ? null : value })}
              />
              <Checkbox
                label={t("timetable.mapping.truth")}
                aria-label={t("timetable.mapping.truthOf", { letters })}
                checked={held.isTruth}
                onChange={(event) => put({ ...held, isTruth: event.currentTarget.checked })}
              />
            </>
          ) : null}
        </Group>
      </Group>
    </Card>
  );
}

/** The school's zone, UTC and whole hours beside it, then the zones of the world; and whichever is held. */
function zonesWith(held: string | null, school: string) {
  const hours = Array.from({ length: 27 }, (_, index) => index - 12).filter((one) => one !== 0);
  const shifts = hours.map((hour) => {
    const sign = hour < 0 ? "-" : "+";
    const value = `${sign}${String(Math.abs(hour)).padStart(2, "0")}:00`;
    return { value, label: `GMT${sign}${Math.abs(hour)}` };
  });
  const world = Intl.supportedValuesOf("timeZone").map((one) => ({ value: one, label: one }));
  const all = [{ value: "", label: school }, { value: "UTC", label: "GMT (UTC)" }, ...shifts, ...world];
  const seen = new Map(all.map((one) => [one.value, one]));
  if (held !== null && !seen.has(held)) seen.set(held, { value: held, label: held });
  return [...seen.values()];
}
