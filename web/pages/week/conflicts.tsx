import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Call } from "../../components/call.tsx";
import { useTimes } from "../../components/use-times.ts";
import { languageOf } from "../../i18n/i18n.ts";
import type { WeekSession } from "./marks.tsx";
import type { Outlook } from "./untouched.tsx";

/** What keeps the week from going as planned, each with what to do. */
export function Conflicts({
  conflicts,
  count: all,
  sessions,
  open,
}: {
  readonly conflicts: Outlook["conflicts"];
  /** How many there are; the first are told. */
  readonly count: number;
  readonly sessions: readonly WeekSession[];
  readonly open: (id: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const times = useTimes();
  const byId = new Map(sessions.map((session) => [session.id, session]));
  if (conflicts.length === 0) return <Text>{t("week.conflict.none")}</Text>;
  const remedies = {
    coach: t("week.conflict.coachRemedy"),
    group: t("week.conflict.coachRemedy"),
    "no link": t("week.conflict.linkRemedy"),
    "no group": t("week.conflict.groupRemedy"),
    "by hand": t("week.conflict.byHandRemedy"),
    meeting: t("week.conflict.linkRemedy"),
    message: t("week.conflict.messageRemedy"),
  };
  return (
    <Stack>
      {conflicts.map(({ kind, sessionIds, count, failure }) => (
        <Call
          key={`${kind} ${sessionIds.join(" ")}`}
          isBad={kind === "meeting" || kind === "message"}
          title={t(`week.conflict.${kind}`, { count })}
        >
          {failure === null ? null : <Text size="sm">{failure.what[language]}</Text>}
          <Text size="sm">{failure === null ? remedies[kind] : failure.remedy[language]}</Text>
          <Group gap="xs">
            {sessionIds.map((id) => {
              const session = byId.get(id);
              return session === undefined ? null : (
                <Button key={id} size="compact-sm" variant="default" onClick={() => open(id)}>
                  {session.course}, {times.short(session.startsAt)}
                </Button>
              );
            })}
            {count > sessionIds.length ? (
              <Text size="sm">{t("frame.confirm.others", { count: count - sessionIds.length })}</Text>
            ) : null}
          </Group>
        </Call>
      ))}
      {all > conflicts.length ? <Text>{t("frame.confirm.others", { count: all - conflicts.length })}</Text> : null}
    </Stack>
  );
}
