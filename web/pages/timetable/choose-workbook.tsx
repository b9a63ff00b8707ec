import { Button, Card, FileButton, Group, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { useRefusal } from "../../components/refusal.tsx";
import { Working } from "../../components/working.tsx";

/** The most that the server takes, in bytes. */
const largest = 30 * 1024 * 1024;
const kinds = ".xlsx,.xlsm,.xls,.ods,.csv";

/** A workbook from this device or from the web. */
export function ChooseWorkbook({
  onUpload,
  onLink,
}: {
  readonly onUpload: (upload: string) => void;
  readonly onLink: (address: string) => void;
}) {
  const { t } = useTranslation();
  const [isTooBig, setIsTooBig] = useState(false);
  const [address, setAddress] = useState("");
  const uploading = useMutation(api.timetable.upload.mutationOptions({ onSuccess: ({ place }) => onUpload(place) }));
  // A link is read once before it is taken, so that what is wrong with it is said at its field.
  const reading = useMutation(api.timetable.preview.mutationOptions({ onSuccess: (_, { place }) => onLink(place) }));
  const refused = useRefusal(uploading.error, ["file"]);
  const unread = useRefusal(reading.error, ["place"]);

  function take(file: File | null | undefined) {
    if (file === null || file === undefined) return;
    setIsTooBig(file.size > largest);
    if (file.size <= largest) uploading.mutate({ file });
  }

  const wrong = isTooBig ? t("timetable.import.tooBig") : refused.at("file");
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Card
        withBorder
        component="section"
        aria-label={t("timetable.import.file")}
        onDragOver={(event: React.DragEvent) => event.preventDefault()}
        onDrop={(event: React.DragEvent) => {
          event.preventDefault();
          take(event.dataTransfer.files[0]);
        }}
      >
        <Stack align="start">
          <Title order={2} size="h4">
            {t("timetable.import.file")}
          </Title>
          <Text size="sm">{t("timetable.import.fileHint")}</Text>
          <FileButton onChange={take} accept={kinds} inputProps={{ "aria-label": t("timetable.import.choose") }}>
            {(props) => (
              <Button {...props} leftSection={<IconUpload size={18} aria-hidden />} loading={uploading.isPending}>
                {t("timetable.import.choose")}
              </Button>
            )}
          </FileButton>
          {wrong === undefined ? null : (
            <Text role="alert" fw={600}>
              {wrong}
            </Text>
          )}
          {refused.elsewhere}
          <Working on={uploading.isPending} label={t("timetable.import.reading")} />
        </Stack>
      </Card>
      <Card withBorder component="section" aria-label={t("timetable.import.address")}>
        <Stack
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            reading.mutate({ place: address.trim() });
          }}
        >
          <Title order={2} size="h4">
            {t("timetable.import.address")}
          </Title>
          {unread.elsewhere}
          <TextInput
            type="url"
            label={t("timetable.import.addressField")}
            description={t("timetable.import.addressHint")}
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            error={unread.at("place")}
            required
          />
          <Group>
            <Button type="submit" variant="default" loading={reading.isPending}>
              {t("timetable.import.read")}
            </Button>
          </Group>
          <Working on={reading.isPending} label={t("timetable.import.reading")} />
        </Stack>
      </Card>
    </SimpleGrid>
  );
}
