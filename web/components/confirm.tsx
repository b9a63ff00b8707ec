import { Button, Group, List, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Failed } from "./asked.tsx";
import { Window } from "./window.tsx";

/** How many of the things touched are named; the others are counted. */
const named = 8;

/**
 * A button whose deed cannot simply be taken back: it first says what the deed touches, and asks.
 *
 * `act` is a mutation's `mutateAsync`: what the server refuses is shown in the window, which stays.
 */
export function Confirm({
  label,
  title,
  touches,
  consequence,
  act,
  color = "red.8",
  size = "compact-sm",
  disabled = false,
}: {
  /** The button's word, and the confirming one's: a verb. */
  readonly label: string;
  /** The question. */
  readonly title: string;
  /** What it touches: names that the person knows. */
  readonly touches: readonly string[];
  /** What happens then, and whether it can be undone. */
  readonly consequence: ReactNode;
  readonly act: () => Promise<unknown>;
  readonly color?: string;
  readonly size?: "compact-sm" | "sm";
  readonly disabled?: boolean;
}) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [isActing, setIsActing] = useState(false);
  const [error, setError] = useState<unknown>();

  async function confirm() {
    setIsActing(true);
    setError(undefined);
    try {
      await act();
      setIsOpen(false);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setIsActing(false);
    }
  }

  return (
    <>
      <Button
        variant="default"
        // A red that is read on a dark ground too.
        {...(disabled ? {} : { c: "light-dark(var(--mantine-color-red-9), var(--mantine-color-red-3))" })}
        size={size}
        disabled={disabled}
        onClick={() => setIsOpen(true)}
      >
        {label}
      </Button>
      <Window isOpen={isOpen} close={() => setIsOpen(false)} title={title}>
        <Stack>
          <List>
            {touches.slice(0, named).map((one) => (
              <List.Item key={one}>{one}</List.Item>
            ))}
            {touches.length > named ? (
              <List.Item>{t("frame.confirm.others", { count: touches.length - named })}</List.Item>
            ) : null}
          </List>
          <Text component="div">{consequence}</Text>
          {error === undefined ? null : <Failed error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setIsOpen(false)} data-autofocus>
              {t("frame.confirm.no")}
            </Button>
            <Button color={color} loading={isActing} onClick={() => void confirm()}>
              {label}
            </Button>
          </Group>
        </Stack>
      </Window>
    </>
  );
}
