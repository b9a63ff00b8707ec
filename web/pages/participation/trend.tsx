import { Group, NativeSelect, Stack, Table, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { Bars } from "../../components/bars.tsx";
import { useDay } from "../../components/use-day.ts";
import { languageOf } from "../../i18n/i18n.ts";

const spans = [4, 12, 26, 52];

/** Attendance and messages week after week, as pictures and as a table. */
export function Trend() {
  const { t, i18n } = useTranslation();
  const locale = languageOf(i18n) === "fr" ? "fr-FR" : "en-GB";
  const [address, change] = useAddress();
  const weeks = Number(address["weeks"] ?? 12);
  const groupId = address["group"];
  const groups = useQuery(api.roster.groups.queryOptions());
  const trend = useQuery(
    api.participation.trend.queryOptions({
      input: { weeks, ...(groupId === undefined ? {} : { groupId }) },
      placeholderData: keepPreviousData,
    }),
  );
  const dayOf = useDay({ day: "numeric", month: "short" });
  const percent = (share: number) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
  const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value);
  return (
    <Stack>
      <Title order={1}>{t("participation.trend.title")}</Title>
      <Text>{t("participation.trend.intro")}</Text>
      <Group>
        <NativeSelect
          label={t("participation.trend.group")}
          value={groupId ?? ""}
          onChange={(event) => change({ group: event.currentTarget.value })}
          data={[
            { value: "", label: t("participation.trend.school") },
            ...(groups.data ?? []).map((group) => ({ value: group.id, label: group.title })),
          ]}
        />
        <NativeSelect
          label={t("participation.trend.weeks")}
          value={String(weeks)}
          onChange={(event) => change({ weeks: event.currentTarget.value })}
          data={spans.map((span) => ({
            value: String(span),
            label: t("participation.trend.howMany", { count: span }),
          }))}
        />
      </Group>
      <Asked query={trend}>
        {(figures) => {
          if (figures.every((one) => one.sessions === 0 && one.messages === 0)) {
            return <Text>{t("participation.trend.none")}</Text>;
          }
          const shares = figures.map((one) => ({
            key: one.week,
            label: dayOf(one.week),
            value: one.expected === 0 ? null : one.present / one.expected,
          }));
          const talk = figures.map((one) => ({ key: one.week, label: dayOf(one.week), value: one.messages }));
          const best = shares.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a));
          const loudest = talk.reduce((a, b) => (b.value > a.value ? b : a));
          const sentence = (axis: string, week: string, share: string) =>
            `${axis}. ${t("participation.trend.best", { week, share })}`;
          return (
            <>
              <Title order={2} size="h3">
                {t("participation.trend.attendance")}
              </Title>
              <Bars
                label={sentence(t("participation.trend.attendanceAxis"), best.label, percent(best.value ?? 0))}
                bars={shares}
                most={1}
                write={percent}
              />
              <Title order={2} size="h3">
                {t("participation.trend.messages")}
              </Title>
              <Bars
                label={sentence(t("participation.trend.messagesAxis"), loudest.label, number(loudest.value))}
                bars={talk}
                most={roundUp(loudest.value)}
                write={number}
              />
              <Title order={2} size="h3">
                {t("participation.trend.table")}
              </Title>
              <div className="scroller" role="region" tabIndex={0} aria-label={t("participation.trend.table")}>
                <Table>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t("participation.trend.week")}</Table.Th>
                      <Table.Th>{t("participation.trend.sessions")}</Table.Th>
                      <Table.Th>{t("participation.trend.expected")}</Table.Th>
                      <Table.Th>{t("participation.trend.present")}</Table.Th>
                      <Table.Th>{t("participation.trend.share")}</Table.Th>
                      <Table.Th>{t("participation.trend.messages")}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {figures.toReversed().map((one) => (
                      <Table.Tr key={one.week}>
                        <Table.Th scope="row">{dayOf(one.week)}</Table.Th>
                        <Table.Td>{number(one.sessions)}</Table.Td>
                        <Table.Td>{number(one.expected)}</Table.Td>
                        <Table.Td>{number(one.present)}</Table.Td>
                        <Table.Td>{one.expected === 0 ? "–" : percent(one.present / one.expected)}</Table.Td>
                        <Table.Td>{number(one.messages)}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </div>
            </>
          );
        }}
      </Asked>
    </Stack>
  );
}

/** The next round number: the top of a scale that four lines divide evenly. */
function roundUp(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1)))) / (value >= 10 ? 2.5 : 1);
  return Math.max(4, Math.ceil(value / (4 * step)) * 4 * step);
}
