import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Failed } from "../../components/asked.tsx";
import { Call } from "../../components/call.tsx";
import { notify } from "../../components/notices.tsx";
import { useAnew } from "../../components/use-anew.ts";
import { languageOf } from "../../i18n/i18n.ts";
import type { SheetShown } from "./lines.ts";

/** What Carillon is not sure of; nothing is imported before somebody has answered, once. */
export function Questions({
  place,
  sheets,
  toColumns,
}: {
  readonly place: string;
  readonly sheets: readonly SheetShown[];
  readonly toColumns: (sheet: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const anew = useAnew(api.timetable.preview.key(), api.timetable.mappings.key());
  const deciding = useMutation(api.timetable.decideMapping.mutationOptions({ onSuccess: anew }));
  const asked = sheets.filter((one) => one.isRead && one.questions.length > 0);

  async function decide(sheet: string, isRead: boolean) {
    await deciding.mutateAsync({ place, decision: { sheet, ...(isRead ? { columns: {} } : {}) } });
    notify(t("timetable.import.remembered"));
  }

  return (
    <>
      {deciding.error === null ? null : <Failed error={deciding.error} />}
      {asked.map(({ name, questions, isDecided }) => (
        <Call key={name} title={t("timetable.import.question")}>
          <Text size="sm" fw={600}>
            {t("timetable.import.questionOf", { sheet: name })}
          </Text>
          {questions.map((question) => (
            <Text key={question.en} size="sm">
              {question[language]}
            </Text>
          ))}
          <Group gap="xs">
            {isDecided ? null : (
              <>
                <Button
                  size="compact-sm"
                  loading={deciding.isPending}
                  onClick={() => void decide(name, true).catch(() => undefined)}
                >
                  {t("timetable.import.yes")}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => toColumns(name)}>
                  {t("timetable.import.no")}
                </Button>
              </>
            )}
            {asked.length > 1 || isDecided ? (
              <Button
                size="compact-sm"
                variant="default"
                loading={deciding.isPending}
                onClick={() => void decide(name, false).catch(() => undefined)}
              >
                {t("timetable.import.leave", { sheet: name })}
              </Button>
            ) : null}
          </Group>
        </Call>
      ))}
    </>
  );
}
