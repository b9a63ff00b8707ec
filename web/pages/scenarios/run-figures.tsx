import { NativeSelect, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Bars } from "../../components/bars.tsx";
import { useDay } from "../../components/use-day.ts";
import { languageOf } from "../../i18n/i18n.ts";

const measures = ["runs", "failed", "meanSeconds", "longestSeconds"] as const;
type Measure = (typeof measures)[number];

/** How often scenarios ran over the last thirty days, how often they failed, how long they took. */
export function RunFigures({ scenario }: { readonly scenario: string | undefined }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const day = useDay({ day: "numeric", month: "short" });
  const [measure, setMeasure] = useState<Measure>("runs");
  const figures = useQuery(api.scenarios.figures.queryOptions({ input: scenario === undefined ? {} : { scenario } }));
  const write = (value: number | null) =>
    value === null ? "–" : value.toLocaleString(language, { maximumFractionDigits: 1 });
  return (
    <details>
      <summary>{t("scenarios.figures.title")}</summary>
      <Asked query={figures}>
        {(days) =>
          days.length === 0 ? (
            <Text>{t("scenarios.runs.none")}</Text>
          ) : (
            <Stack mt="sm">
              <NativeSelect
                aria-label={t("scenarios.figures.measure")}
                w="fit-content"
                value={measure}
                onChange={(event) => setMeasure(measures.find((one) => one === event.currentTarget.value) ?? "runs")}
                data={measures.map((one) => ({ value: one, label: t(`scenarios.figures.${one}`) }))}
              />
              <Bars
                label={t("scenarios.figures.seen", { what: t(`scenarios.figures.${measure}`) })}
                bars={days.map((one) => ({ key: one.day, label: day(one.day), value: one[measure] }))}
                most={Math.max(...days.map((one) => one[measure] ?? 0))}
                write={write}
              />
              <div className="scroller" tabIndex={0} role="region" aria-label={t("scenarios.figures.title")}>
                <Table>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t("scenarios.runs.day")}</Table.Th>
                      {measures.map((one) => (
                        <Table.Th key={one}>{t(`scenarios.figures.${one}`)}</Table.Th>
                      ))}
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {days.toReversed().map((one) => (
                      <Table.Tr key={one.day}>
                        <Table.Th scope="row">{day(one.day)}</Table.Th>
                        {measures.map((name) => (
                          <Table.Td key={name}>{write(one[name])}</Table.Td>
                        ))}
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </div>
            </Stack>
          )
        }
      </Asked>
    </details>
  );
}
