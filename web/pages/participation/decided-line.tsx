import { Button, Group, List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useMayChange } from "../../components/may-change.ts";
import { Moment } from "../../components/moment.tsx";

/** Something that a person decided: what, who, when, and the way back while there is one. */
export function DecidedLine({
  text,
  name,
  by,
  at,
  undoneAt,
  undo,
  isBusy,
}: {
  readonly text: string;
  /** How the way back is called for those who do not see the line. */
  readonly name: string;
  readonly by: string;
  readonly at: string;
  readonly undoneAt: string | null;
  readonly undo: () => void;
  readonly isBusy: boolean;
}) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  return (
    <List.Item>
      <Group gap="xs">
        <Text size="sm" td={undoneAt === null ? "none" : "line-through"}>
          {text}
        </Text>
        <Text size="sm" c="dimmed">
          {by} · <Moment at={at} />
        </Text>
        {undoneAt !== null ? (
          <Text size="sm">{t("participation.decisions.isUndone")}</Text>
        ) : mayChange ? (
          <Button
            variant="default"
            size="compact-xs"
            aria-label={t("participation.decisions.undoOne", { words: name })}
            disabled={isBusy}
            onClick={undo}
          >
            {t("frame.notice.undo")}
          </Button>
        ) : null}
      </Group>
    </List.Item>
  );
}
