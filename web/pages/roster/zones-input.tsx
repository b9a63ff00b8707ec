import { TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** The zones that a group's messages tell the time in. */
export function ZonesInput({
  value,
  onChange,
  error,
}: {
  readonly value: string[];
  readonly onChange: (zones: string[]) => void;
  readonly error: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <TagsInput
      label={t("roster.form.zones")}
      description={t("roster.form.zonesHint")}
      placeholder={value.length === 0 ? t("roster.groups.schoolZones") : ""}
      value={value}
      onChange={onChange}
      data={Intl.supportedValuesOf("timeZone")}
      limit={20}
      maxTags={12}
      error={error}
    />
  );
}
