import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { useMayChange } from "./may-change.ts";

const ModeWindow = lazy(async () => ({ default: (await import("../pages/settings/mode-window.tsx")).ModeWindow }));

/** The mode, on every page; who changes the school opens the window of its choices with it. */
export function ModeButton({ mode }: { readonly mode: "live" | "test group" | "dry" }) {
  const { t } = useTranslation();
  const mayChange = useMayChange();
  const [isOpen, setIsOpen] = useState(false);
  const word = t(`frame.mode.short.${mode}`);
  if (!mayChange) {
    return (
      <Text size="sm" fw={600} flex="none">
        {word}
      </Text>
    );
  }
  return (
    <>
      <Button
        size="compact-sm"
        flex="none"
        aria-haspopup="dialog"
        {...(mode === "live" ? { variant: "default" } : { color: "yellow", variant: "filled" })}
        onClick={() => setIsOpen(true)}
      >
        {word}
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <ModeWindow close={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
