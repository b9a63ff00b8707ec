import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** How a form in a window ends: leave it, or send it. */
export function FormEnd({
  label,
  isPending,
  close,
}: {
  /** What sending does: a verb. */
  readonly label: string;
  readonly isPending: boolean;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={close}>
        {t("frame.confirm.no")}
      </Button>
      <Button type="submit" loading={isPending}>
        {label}
      </Button>
    </Group>
  );
}
