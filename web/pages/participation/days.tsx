import { Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useAddress } from "../../components/address.ts";

/** The first and the last day of what is shown; they stand in the address. */
export function Days() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  return (
    <Group>
      <TextInput
        type="date"
        label={t("participation.days.from")}
        value={address["from"] ?? ""}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("participation.days.to")}
        value={address["to"] ?? ""}
        onChange={(event) => change({ to: event.currentTarget.value })}
      />
    </Group>
  );
}
