import { Button, FileButton, Group, Image, Stack, Text, Title } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { notify } from "../../components/notices.tsx";
import { useRefusal } from "../../components/refusal.tsx";
import { useAnew } from "../../components/use-anew.ts";

/** The school's logo as it stands: shown, given, changed, taken away. */
export function LogoForm({ mayChange }: { readonly mayChange: boolean }) {
  const { t } = useTranslation();
  const logo = useQuery(api.settings.logo.queryOptions());
  const anew = useAnew(api.settings.logo.key());
  const give = useMutation(
    api.settings.setLogo.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("settings.logo.saved"));
      },
    }),
  );
  const remove = useMutation(
    api.settings.removeLogo.mutationOptions({
      async onSuccess() {
        await anew();
        notify(t("settings.logo.removed"));
      },
    }),
  );
  const refusal = useRefusal(give.error, ["file"]);
  return (
    <section aria-labelledby="logo">
      <Title order={2} size="h4" id="logo" mb="sm">
        {t("settings.logo.title")}
      </Title>
      <Asked query={logo}>
        {({ picture, fixed }) => (
          <Stack align="start" maw={640}>
            <Text>{fixed ? t("settings.fixed", { name: "CARILLON_LOGO" }) : t("settings.logo.about")}</Text>
            {picture === null ? null : (
              <Image src={picture} alt={t("settings.logo.picture")} w={96} h={96} fit="contain" radius="md" />
            )}
            {mayChange && !fixed ? (
              <Group>
                <FileButton
                  accept="image/png,image/jpeg"
                  onChange={(file) => {
                    if (file !== null) give.mutate({ file });
                  }}
                  inputProps={{ "aria-label": t("settings.logo.choose") }}
                >
                  {(props) => (
                    <Button
                      {...props}
                      variant="default"
                      leftSection={<IconUpload size={18} aria-hidden />}
                      loading={give.isPending}
                    >
                      {t(picture === null ? "settings.logo.choose" : "settings.logo.replace")}
                    </Button>
                  )}
                </FileButton>
                {picture === null ? null : (
                  <Confirm
                    label={t("settings.logo.remove")}
                    title={t("settings.logo.removeTitle")}
                    touches={[t("settings.logo.picture")]}
                    consequence={t("settings.logo.removeThen")}
                    act={async () => await remove.mutateAsync({})}
                    size="sm"
                  />
                )}
              </Group>
            ) : null}
            {refusal.at("file") === undefined ? null : (
              <Text role="alert" fw={600}>
                {refusal.at("file")}
              </Text>
            )}
            {refusal.elsewhere}
          </Stack>
        )}
      </Asked>
    </section>
  );
}
