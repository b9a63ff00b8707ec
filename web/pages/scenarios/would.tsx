import { Alert, Code, List, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { languageOf } from "../../i18n/i18n.ts";
import type { Tried } from "./lines.ts";

/** What a scenario would do, were it run now. */
export function Would({ seen }: { readonly seen: Tried }) {
  const { t, i18n } = useTranslation();
  const language = languageOf(i18n);
  const { failure } = seen;
  return (
    <Alert
      color={failure === null ? "green" : "red"}
      variant="light"
      title={failure === null ? t("scenarios.code.would") : failure.what[language]}
      role="status"
    >
      <Stack gap="xs">
        <Text>{failure === null ? seen.message : failure.remedy[language]}</Text>
        <List>
          {seen.effects.map((effect, index) => (
            // Effects come in the order in which they were asked for.
            <List.Item key={index}>{effect[language]}</List.Item>
          ))}
        </List>
        {seen.log.map((line, index) => (
          <Code key={index}>{line.text}</Code>
        ))}
        {seen.missing.length === 0 ? null : (
          <Text>
            {t("scenarios.code.missing", {
              rights: seen.missing.map((one) => t(`scenarios.permission.${one}`)).join(", "),
            })}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}
