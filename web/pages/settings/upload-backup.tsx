import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";

/** The most that the server takes, in bytes. */
const largest = 64 * 1024 * 1024;

/** Takes in a backup from this device: it is then one of the list. */
export function UploadBackup() {
  const { t } = useTranslation();
  const [isTooBig, setIsTooBig] = useState(false);
  const anew = useAnew(api.backups.key());
  const upload = useMutation(
    api.backups.upload.mutationOptions({
      async onSuccess({ name }) {
        await anew();
        notify(t("backups.uploaded", { name }));
      },
    }),
  );
  const refused = useRefusal(upload.error, ["file"]);
  const wrong = isTooBig ? t("backups.tooBig") : refused.at("file");
  return (
    <Stack gap="xs" align="start" maw="100%">
      <Group maw="100%">
        <FileButton
          accept=".gz"
          inputProps={{ "aria-label": t("backups.upload") }}
          onChange={(file) => {
            if (file === null) return;
            setIsTooBig(file.size > largest);
            if (file.size <= largest) upload.mutate({ file });
          }}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              className="long-name"
              leftSection={<IconUpload size={18} aria-hidden />}
              loading={upload.isPending}
            >
              {t("backups.upload")}
            </Button>
          )}
        </FileButton>
      </Group>
      {wrong === undefined ? null : (
        <Text role="alert" fw={600}>
          {wrong}
        </Text>
      )}
      {refused.elsewhere}
    </Stack>
  );
}
