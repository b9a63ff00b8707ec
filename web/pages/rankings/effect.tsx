import { Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Moment } from "../../components/moment.tsx";
import type { Preview } from "./lines.ts";

/** What other rules would have made of last week: who gains or loses points and places. */
export function Effect({ preview: { from, changed, groups } }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  return (
    <Stack role="region" aria-label={t("rankings.effect.title")}>
      <Title order={2} size="h3">
        {t("rankings.effect.title")}
      </Title>
      <Text>
        {changed === 0 ? t("rankings.effect.nothing") : t("rankings.effect.changed", { count: changed })}{" "}
        {t("rankings.list.since")} <Moment at={from} />
      </Text>
      {groups.map((group) => (
        <div key={group.groupId} className="scroller" role="region" tabIndex={0} aria-label={group.title}>
          <Table captionSide="top">
            <Table.Caption ta="left">
              {t("rankings.effect.group", { group: group.title, before: group.before, after: group.after })}
            </Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("rankings.line.student")}</Table.Th>
                <Table.Th>{t("rankings.effect.points")}</Table.Th>
                <Table.Th>{t("rankings.effect.places")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {group.lines.map((line) => (
                <Table.Tr key={line.studentId}>
                  <Table.Td>{line.name}</Table.Td>
                  <Table.Td>{`${line.before} → ${line.after}`}</Table.Td>
                  <Table.Td>{`${place(line.rankBefore)} → ${place(line.rankAfter)}`}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ))}
    </Stack>
  );
}

function place(rank: number | null): string {
  return rank === null ? "–" : String(rank);
}
