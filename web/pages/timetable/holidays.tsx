import { Anchor, Button, Group, NativeSelect, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { Mark } from "../../components/mark.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { Table, type Column } from "../../components/table.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { useTimes } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import { HolidayForm } from "./holiday-form.tsx";
import type { Holiday } from "./lines.ts";
import { TimetablePart } from "./parts.tsx";

/** The days without classes: public holidays by country, and what people added. */
export function Holidays() {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const times = useTimes();
  const mayChange = useMayChange();
  const [{ country = "" }, setAddress] = useAddress();
  const anew = useAnew(api.timetable.holidays.key(), api.sessions.key(), api.school.key());
  const holidays = useQuery(api.timetable.holidays.queryOptions());
  const { mutateAsync: change } = useMutation(api.timetable.changeHoliday.mutationOptions({ onSuccess: anew }));
  const columns = useMemo((): readonly Column<Holiday>[] => {
    const countryNamed = (code: string) => new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code;
    const daysOf = ({ from, until }: Holiday) =>
      from === until
        ? times.dayNamed(from)
        : t("timetable.holiday.span", { from: times.dayNamed(from), until: times.dayNamed(until) });
    async function turn({ id, taught }: Holiday): Promise<number> {
      const { sessions } = await change({ kind: taught ? "close" : "teach", day: id });
      return sessions;
    }
    return [
      {
        id: "days",
        head: t("timetable.holiday.days"),
        sortBy: (row) => row.from,
        cell: (row) => `${daysOf(row)} ${row.from.slice(0, 4)}`,
      },
      {
        id: "name",
        head: t("timetable.holiday.name"),
        sortBy: (row) => row.name[language],
        cell: (row) => row.name[language],
      },
      {
        id: "source",
        head: t("timetable.holiday.source"),
        sortBy: (row) => row.country ?? "",
        cell: (row) => (row.country === null ? t("timetable.holiday.byHand") : countryNamed(row.country)),
      },
      {
        id: "classes",
        head: t("timetable.holiday.classes"),
        sortBy: (row) => Number(row.taught),
        cell: (row) => (
          <Mark tone={row.taught ? "good" : "quiet"}>
            {row.taught ? t("timetable.holiday.taught") : t("timetable.holiday.closed")}
          </Mark>
        ),
      },
      ...(mayChange
        ? [
            {
              id: "act",
              head: t("timetable.holiday.classes"),
              cell: (row: Holiday) => (
                <Group gap="xs">
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() =>
                      void turn(row).then((count) =>
                        notify(
                          t("timetable.holiday.done", { count }),
                          async () => await turn({ ...row, taught: !row.taught }),
                        ),
                      )
                    }
                  >
                    {row.taught ? t("timetable.holiday.close") : t("timetable.holiday.teach")}
                  </Button>
                  {row.country === null ? (
                    <Confirm
                      label={t("timetable.holiday.remove")}
                      title={t("timetable.holiday.removeTitle")}
                      touches={[`${row.name[language]}, ${daysOf(row)}`]}
                      consequence={t("timetable.holiday.removeAfter")}
                      act={async () => {
                        const { sessions } = await change({ kind: "remove", day: row.id });
                        const { from, until } = row;
                        notify(
                          t("timetable.holiday.done", { count: sessions }),
                          async () => await change({ kind: "add", from, until, name: row.name[language] }),
                        );
                      }}
                    />
                  ) : null}
                </Group>
              ),
            },
          ]
        : []),
    ];
  }, [t, language, times, mayChange, change]);
  return (
    <TimetablePart title={t("timetable.holiday.title")}>
      <Text>{t("timetable.holiday.intro")}</Text>
      <Asked query={holidays}>
        {({ countries, days }) => {
          const names = new Intl.DisplayNames(language, { type: "region" });
          const sources = [...new Set([...countries, ...days.flatMap((row) => row.country ?? [])])];
          const shown =
            country === ""
              ? days
              : days.filter((row) => (country === "by-hand" ? row.country === null : row.country === country));
          return (
            <>
              <Text size="sm">
                {countries.length === 0
                  ? t("timetable.holiday.noCountries")
                  : t("timetable.holiday.countries", {
                      list: countries.map((one) => names.of(one) ?? one).join(", "),
                    })}{" "}
                {mayChange ? (
                  <Anchor size="sm" underline="always" renderRoot={(props) => <Link to="/settings" {...props} />}>
                    {t("timetable.holiday.choose")}
                  </Anchor>
                ) : null}
              </Text>
              {mayChange ? <HolidayForm /> : null}
              <Title order={2} size="h3">
                {t("timetable.holiday.list")}
              </Title>
              <Table
                label={t("timetable.holiday.list")}
                rows={shown}
                columns={columns}
                rowId={(row) => row.id}
                search={(row) => `${row.name[language]} ${row.from} ${row.until}`}
                empty={t("timetable.holiday.none")}
                filters={
                  <NativeSelect
                    aria-label={t("timetable.holiday.source")}
                    data={[
                      { value: "", label: t("timetable.holiday.allSources") },
                      { value: "by-hand", label: t("timetable.holiday.byHand") },
                      ...sources.map((one) => ({ value: one, label: names.of(one) ?? one })),
                    ]}
                    value={country}
                    onChange={(event) => setAddress({ country: event.currentTarget.value })}
                  />
                }
              />
            </>
          );
        }}
      </Asked>
    </TimetablePart>
  );
}
