import { Button, Stack, Text, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Window } from "../../components/window.tsx";

/** How many students are offered at once. */
const offered = 30;

/** Chooses a student: those of a group first, or whoever is searched for. */
export function OtherStudent({
  title,
  groupId,
  except,
  close,
  choose,
}: {
  readonly title: string;
  /** Whose students stand there before anything is searched for; all without it. */
  readonly groupId?: string;
  /** The id of somebody who is not offered. */
  readonly except?: string;
  readonly close: () => void;
  readonly choose: (studentId: string, name: string) => void;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const text = useDeferredValue(words.trim());
  const input =
    text !== "" ? { text, limit: offered } : groupId === undefined ? { limit: offered } : { groupId, limit: offered };
  const found = useQuery(api.roster.students.queryOptions({ input, placeholderData: keepPreviousData }));
  return (
    <Window isOpen close={close} title={title}>
      <Stack>
        <TextInput
          label={t("participation.choose.search")}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          data-autofocus
        />
        <Asked query={found}>
          {({ students: all, total }) => {
            const students = all.filter((student) => student.id !== except);
            return (
              <Stack gap="xs" align="start">
                {students.length === 0 ? <Text>{t("participation.choose.none")}</Text> : null}
                {students.map((student) => (
                  <Button
                    key={student.id}
                    variant="default"
                    size="compact-md"
                    className="long-name"
                    onClick={() => choose(student.id, student.name)}
                  >
                    {student.groups.length === 0
                      ? student.name
                      : `${student.name} (${student.groups.map((group) => group.title).join(", ")})`}
                  </Button>
                ))}
                {total > all.length ? (
                  <Text size="sm">{t("participation.choose.more", { count: total - all.length })}</Text>
                ) : null}
              </Stack>
            );
          }}
        </Asked>
      </Stack>
    </Window>
  );
}
