import { Anchor, Stack, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SettingArea } from "../../../src/features/school/contract.ts";
import { api } from "../../api.ts";
import { useAddress } from "../../components/address.ts";
import { Asked } from "../../components/asked.tsx";
import { AreaForm, type Area } from "./area-form.tsx";
import { LogoForm } from "./logo-form.tsx";
import { TelegramConnection } from "./telegram-connection.tsx";
import { ZoomConnection } from "./zoom-connection.tsx";

/** The parts of the page, each with its areas of settings. */
const parts = {
  school: ["school"],
  telegram: ["telegram", "admin"],
  zoom: ["zoom", "meetings"],
  messages: ["messages"],
  points: ["attendance", "rankings"],
  data: ["workbook", "people", "backups"],
} as const satisfies Readonly<Record<string, readonly SettingArea[]>>;

type Part = keyof typeof parts;
const partNames = Object.keys(parts) as readonly Part[];

/** Everything that the school settles. */
export function Settings() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const list = useQuery(api.settings.read.queryOptions());
  const { data: role } = useQuery(api.accounts.me.queryOptions({ select: (me) => me.role }));
  const mayChange = role === "owner";
  const chosen = partNames.find((part) => part === address["part"]) ?? "school";
  return (
    <Stack>
      <Title order={1}>{t("settings.page.title")}</Title>
      <Text>{mayChange ? t("settings.page.intro") : t("settings.page.readOnly")}</Text>
      <Asked query={list}>
        {(areas) => (
          <Tabs value={chosen} onChange={(part) => change({ part: part ?? undefined })} keepMounted={false}>
            <Tabs.List mb="md">
              {partNames.map((part) => (
                <Tabs.Tab key={part} value={part}>
                  {t(`settings.part.${part}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {partNames.map((part) => (
              <Tabs.Panel key={part} value={part}>
                <Stack gap="xl">
                  {part === "messages" ? (
                    <Text>
                      {t("settings.page.hours")}{" "}
                      <Anchor renderRoot={(props) => <Link to="/scenarios" {...props} />} underline="always">
                        {t("settings.page.hoursLink")}
                      </Anchor>
                    </Text>
                  ) : null}
                  {areas
                    .filter(({ area }) => (parts[part] as readonly SettingArea[]).includes(area))
                    .map((area) => (
                      <Part key={area.area} area={area.area}>
                        {contentOf(area, mayChange)}
                      </Part>
                    ))}
                  {part === "school" ? <LogoForm mayChange={mayChange} /> : null}
                </Stack>
              </Tabs.Panel>
            ))}
          </Tabs>
        )}
      </Asked>
    </Stack>
  );
}

function contentOf(area: Area, mayChange: boolean): ReactNode {
  if (area.area === "zoom") return <ZoomConnection area={area} mayChange={mayChange} />;
  if (area.area === "telegram") return <TelegramConnection area={area} mayChange={mayChange} />;
  return <AreaForm area={area} mayChange={mayChange} />;
}

function Part({ area, children }: { readonly area: SettingArea; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby={`area-${area}`}>
      <Title order={2} size="h4" id={`area-${area}`} mb="sm">
        {t(`settings.area.${area}`)}
      </Title>
      {children}
    </section>
  );
}
