import { Checkbox, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { kinds } from "../messages/lines.ts";
import type { FieldProps } from "./field-props.ts";

/** Some of the kinds of messages; stored with commas between them, and `none` for none of them. */
export function MessageKinds({ value, onChange, ...props }: FieldProps) {
  const { t } = useTranslation();
  const { disabled, ...group } = props;
  return (
    <Checkbox.Group
      {...group}
      value={value === "none" ? [] : value.split(",")}
      onChange={(chosen) => onChange(chosen.length === 0 ? "none" : chosen.join(","))}
    >
      <Stack gap="xs" mt="xs">
        {kinds.map((kind) => (
          <Checkbox key={kind} value={kind} label={t(`messages.kind.${kind}`)} disabled={disabled} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
