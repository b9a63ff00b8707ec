import { Button, Group, NumberInput, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Call } from "../../components/call.tsx";
import { useMayChange } from "../../components/may-change.ts";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { languageOf } from "../../i18n/i18n.ts";
import type { Decision, Holds, Preview, SheetShown } from "./lines.ts";
import { MappingColumn, type Held } from "./mapping-column.tsx";

/** What each column of a sheet holds, to be corrected; what a correction would change shows at once. */
export function MappingEditor({
  place,
  sheet,
  preview,
  tried,
  onTry,
}: {
  readonly place: string;
  readonly sheet: SheetShown;
  readonly preview: Preview;
  /** What is tried and not remembered yet. */
  readonly tried: Decision | undefined;
  readonly onTry: (decision: Decision | undefined) => void;
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const mayChange = useMayChange();
  const anew = useAnew(api.timetable.preview.key(), api.timetable.mappings.key());
  const deciding = useMutation(api.timetable.decideMapping.mutationOptions());
  const forgetting = useMutation(api.timetable.forgetMapping.mutationOptions({ onSuccess: anew }));
  const holds: Holds = tried?.columns?.holds ?? sheet;
  const headerRow = tried?.columns?.headerRow;

  function put(column: number, held: Held) {
    const byRole = holds.byRole
      .filter((one) => one.column !== column && one.role !== held.role)
      .map(({ role, column: there }) => ({ role, column: there }));
    const starts = holds.starts.filter((one) => one.column !== column);
    const isStart = held.role === "start";
    const next = {
      byRole: held.role === "nothing" || isStart ? byRole : [...byRole, { role: held.role, column }],
      starts: isStart ? [...starts, { column, zone: held.zone }].toSorted((a, b) => a.column - b.column) : [...starts],
    };
    const truth = held.isTruth ? column : holds.truth === column ? null : holds.truth;
    const isThere = next.starts.some((one) => one.column === truth);
    onTry({
      sheet: sheet.name,
      columns: { ...(headerRow === undefined ? {} : { headerRow }), holds: { ...next, truth: isThere ? truth : null } },
    });
  }

  async function decide(decision: Decision) {
    await deciding.mutateAsync({ place, decision });
    onTry(undefined);
    await anew();
    notify(t("timetable.import.remembered"));
  }

  const { leftAloneBy } = sheet;
  if (leftAloneBy !== null) {
    return (
      <Call title={t("timetable.mapping.leftAlone")}>
        {mayChange ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={forgetting.isPending}
            onClick={() => forgetting.mutate({ id: leftAloneBy })}
          >
            {t("timetable.mapping.readAgain")}
          </Button>
        ) : null}
      </Call>
    );
  }
  return (
    <Stack>
      <Title order={3} size="h4">
        {t("timetable.mapping.title")}
      </Title>
      <Text size="sm">{t("timetable.mapping.intro")}</Text>
      <Text size="sm">
        {tried !== undefined
          ? t("timetable.mapping.trying")
          : !sheet.isRead
            ? t("timetable.mapping.unread")
            : sheet.isDecided
              ? t("timetable.mapping.decided")
              : t("timetable.mapping.recognised")}
      </Text>
      <NumberInput
        label={t("timetable.mapping.headerRow")}
        maw={200}
        min={1}
        max={1_000}
        clampBehavior="strict"
        value={headerRow ?? (sheet.headerRow === 0 ? "" : sheet.headerRow)}
        onChange={(value) =>
          typeof value === "number" ? onTry({ sheet: sheet.name, columns: { headerRow: value } }) : undefined
        }
      />
      <Effect preview={preview} sheet={sheet} language={language} />
      <Stack gap="xs">
        {sheet.heads.map(({ letters, text }, column) => (
          <MappingColumn
            key={letters}
            letters={letters}
            title={text}
            samples={samplesOf(sheet, column)}
            held={heldBy(holds, column)}
            weekday={sheet.dayColumns.find((one) => one.column === column)?.weekday}
            put={(held) => put(column, held)}
          />
        ))}
      </Stack>
      {deciding.error === null ? null : <Failed error={deciding.error} />}
      {forgetting.error === null ? null : <Failed error={forgetting.error} />}
      <Group>
        <Button
          loading={deciding.isPending}
          disabled={sheet.missing.length > 0 || sheet.heads.length === 0}
          onClick={() => void decide(tried ?? { sheet: sheet.name, columns: {} }).catch(() => undefined)}
        >
          {t("timetable.mapping.save")}
        </Button>
        {tried === undefined ? null : (
          <Button variant="default" onClick={() => onTry(undefined)}>
            {t("timetable.mapping.reset")}
          </Button>
        )}
        {sheet.isRead ? (
          <Button
            variant="default"
            loading={deciding.isPending}
            onClick={() => void decide({ sheet: sheet.name }).catch(() => undefined)}
          >
            {t("timetable.mapping.leave")}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}

/** What comes of the columns as they stand in the editor. */
function Effect({
  preview: { entries, problems, difference },
  sheet: { missing },
  language,
}: {
  readonly preview: Preview;
  readonly sheet: SheetShown;
  readonly language: "fr" | "en";
}) {
  const { t } = useTranslation();
  const countOf = (severity: string) => problems.filter((one) => one.severity === severity).length;
  return (
    <Stack gap={2} component="section" role="status" aria-label={t("timetable.mapping.effect")}>
      <Text fw={600}>{t("timetable.mapping.effect")}</Text>
      {missing.length === 0 ? null : (
        <Text>{t("timetable.mapping.missing", { list: missing.map((one) => one[language]).join(", ") })}</Text>
      )}
      {difference === null ? null : (
        <>
          <Text size="sm">
            {t("timetable.mapping.effectLines", {
              lines: entries,
              errors: countOf("error"),
              warnings: countOf("warning"),
            })}
          </Text>
          <Text size="sm">
            {t("timetable.mapping.effectChanges", {
              added: difference.added.length,
              changed: difference.changed.length,
              removed: difference.removed.length,
            })}
          </Text>
        </>
      )}
    </Stack>
  );
}

function heldBy({ byRole, starts, truth }: Holds, column: number): Held {
  const start = starts.find((one) => one.column === column);
  if (start !== undefined) return { role: "start", zone: start.zone, isTruth: truth === column };
  const role = byRole.find((one) => one.column === column)?.role ?? "nothing";
  return { role, zone: null, isTruth: false };
}

/** The first cells below the header, by which a person knows what a column holds. */
function samplesOf({ rows, headerRow }: SheetShown, column: number): readonly string[] {
  return rows
    .filter((one) => one.row > headerRow)
    .map((one) => one.cells[column] ?? "")
    .filter((text) => text !== "")
    .slice(0, 3);
}
