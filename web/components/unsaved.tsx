import { Button, Group, List, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Window } from "./window.tsx";

/** Asks before somebody leaves the page over what they wrote and did not save; also when they close the browser. */
export function Unsaved({ touches }: { readonly touches: readonly string[] }) {
  const { t } = useTranslation();
  const isUnsaved = touches.length > 0;
  const { status, proceed, reset } = useBlocker({
    // What stays on this page keeps what was written.
    shouldBlockFn: ({ current, next }) => isUnsaved && current.pathname !== next.pathname,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  return (
    <Window isOpen={status === "blocked"} close={() => reset?.()} title={t("frame.unsaved.title")}>
      <Stack>
        <Text>{t("frame.unsaved.intro")}</Text>
        <List>
          {touches.map((one) => (
            <List.Item key={one}>{one}</List.Item>
          ))}
        </List>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => reset?.()} data-autofocus>
            {t("frame.unsaved.stay")}
          </Button>
          <Button color="red.8" onClick={() => proceed?.()}>
            {t("frame.unsaved.leave")}
          </Button>
        </Group>
      </Stack>
    </Window>
  );
}
