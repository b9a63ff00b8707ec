import { Button, Group, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { chooseLanguage, languageOf } from "../i18n/i18n.ts";

/** Language and background, on every page. */
export function Looks() {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const other = languageOf(i18n) === "fr" ? "en" : "fr";
  return (
    <Group gap="xs">
      <Button variant="default" size="compact-sm" lang={other} onClick={() => void chooseLanguage(other)}>
        {t("frame.look.language")}
      </Button>
      <Button variant="default" size="compact-sm" onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}>
        {scheme === "dark" ? t("frame.look.light") : t("frame.look.dark")}
      </Button>
    </Group>
  );
}
