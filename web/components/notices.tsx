import { Affix, Button, Group, Notification, Stack } from "@mantine/core";
import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

/** A short word on what was just done. */
interface Notice {
  readonly id: number;
  readonly text: string;
  readonly undo: (() => Promise<unknown>) | undefined;
}

/** How long a notice stays; one that can undo stays longer. In milliseconds. */
const stays = { plain: 6_000, undo: 15_000 };

let notices: readonly Notice[] = [];
let last = 0;
const watchers = new Set<() => void>();

function set(next: readonly Notice[]) {
  notices = next;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Says what was done; with `undo`, offers to take it back. Text is in the person's language already. */
export function notify(text: string, undo?: () => Promise<unknown>): void {
  last += 1;
  set([...notices.slice(-2), { id: last, text, undo }]);
}

/** Where notices stand, on every page. */
export function Notices() {
  const shown = useSyncExternalStore(watch, () => notices);
  return (
    <Affix position={{ bottom: 16, right: 16 }} maw="calc(100vw - 32px)">
      <Stack gap="xs" role="status">
        {shown.map((notice) => (
          <One key={notice.id} notice={notice} />
        ))}
      </Stack>
    </Affix>
  );
}

function One({ notice: { id, text, undo } }: { readonly notice: Notice }) {
  const { t } = useTranslation();
  const close = () => set(notices.filter((one) => one.id !== id));
  useEffect(() => {
    const timer = setTimeout(
      () => set(notices.filter((one) => one.id !== id)),
      undo === undefined ? stays.plain : stays.undo,
    );
    return () => clearTimeout(timer);
  }, [id, undo]);
  async function takeBack(work: () => Promise<unknown>) {
    close();
    try {
      await work();
      notify(t("frame.notice.undone"));
    } catch {
      notify(t("frame.notice.notUndone"));
    }
  }
  return (
    <Notification withBorder onClose={close} closeButtonProps={{ "aria-label": t("frame.app.close") }}>
      <Group wrap="nowrap">
        {text}
        {undo === undefined ? null : (
          <Button variant="default" size="compact-sm" onClick={() => void takeBack(undo)}>
            {t("frame.notice.undo")}
          </Button>
        )}
      </Group>
    </Notification>
  );
}
