import { Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAddress } from "../../components/address.ts";
import { AnnotatedCopy } from "./annotated-copy.tsx";
import { placeIn, type Problem, type SheetShown } from "./lines.ts";
import { ProblemList } from "./problem-list.tsx";
import { SheetGrid } from "./sheet-grid.tsx";

const kinds = ["error", "warning", "notice"] as const;
const words = { error: "errors", warning: "warnings", notice: "notices" } as const;

/** A sheet as the school sees it, and beside it what is wrong in its cells. */
export function SheetView({
  place,
  sheet,
  problems,
}: {
  readonly place: string;
  readonly sheet: SheetShown;
  readonly problems: readonly Problem[];
}) {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const only = kinds.find((one) => one === address["only"]);
  const [chosen, setChosen] = useState<string>();
  const here = problems.filter((one) => placeIn(one.cell).sheet === sheet.name);
  const shown = only === undefined ? here : here.filter((one) => one.severity === only);
  const countOf = (kind: Problem["severity"]) => here.filter((one) => one.severity === kind).length;
  return (
    <Stack>
      <Text size="sm">
        {sheet.headerRow === 0 ? t("timetable.sheet.noHeader") : t("timetable.sheet.header", { row: sheet.headerRow })}
      </Text>
      {here.length === 0 ? null : (
        <Group gap="xs" role="group" aria-label={t("timetable.problem.bySeverity")}>
          <Button
            size="compact-sm"
            variant={only === undefined ? "filled" : "default"}
            aria-pressed={only === undefined}
            onClick={() => change({ only: undefined })}
          >
            {t("timetable.problem.all", { count: here.length })}
          </Button>
          {kinds.map((kind) => (
            <Button
              key={kind}
              size="compact-sm"
              variant={only === kind ? "filled" : "default"}
              aria-pressed={only === kind}
              onClick={() => change({ only: kind })}
            >
              {t(`timetable.problem.${words[kind]}`, { count: countOf(kind) })}
            </Button>
          ))}
          <AnnotatedCopy place={place} />
        </Group>
      )}
      <SimpleGrid cols={{ base: 1, lg: here.length === 0 ? 1 : 2 }} className="sheet-and-problems">
        <SheetGrid sheet={sheet} problems={shown} chosen={chosen} choose={setChosen} />
        <ProblemList
          isRead={sheet.isRead}
          problems={shown}
          hasOthers={here.length > 0}
          chosen={chosen}
          go={setChosen}
        />
      </SimpleGrid>
      {sheet.more === 0 ? null : <Text size="sm">{t("timetable.sheet.more", { count: sheet.more })}</Text>}
    </Stack>
  );
}
