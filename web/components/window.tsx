import { CloseButton, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/**
 * A window over the page. Built from Mantine's parts: its ready-made header is a second banner to a screen reader.
 */
export function Window({
  title,
  isOpen,
  close,
  children,
}: {
  readonly title: string;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={isOpen} onClose={close} size="xl">
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Group justify="space-between" align="flex-start" wrap="nowrap" mb="md">
            <Modal.Title>{title}</Modal.Title>
            <CloseButton flex="none" aria-label={t("frame.app.close")} onClick={close} />
          </Group>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
