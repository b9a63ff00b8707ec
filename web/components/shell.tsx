import { Alert, Anchor, AppShell, Burger, Button, Group, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { api, isSignedOut } from "../api.ts";
import { entries } from "../entries.ts";
import { useLive } from "../live.ts";
import { isUnder } from "../navigation-entry.ts";
import { Looks } from "./looks.tsx";
import { ModeButton } from "./mode-button.tsx";
import { Navigation } from "./navigation.tsx";
import { NotAllowed } from "./not-allowed.tsx";
import { Notices } from "./notices.tsx";
import { signOut } from "../logins.ts";

const DemoBanner = lazy(async () => ({ default: (await import("../pages/settings/demo-banner.tsx")).DemoBanner }));

/** The frame of every page behind the login: school, mode, pages, who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure();
  const me = useQuery(api.accounts.me.queryOptions());
  const status = useQuery(api.school.status.queryOptions({ enabled: me.isSuccess, refetchInterval: 60_000 }));
  const { isOffline } = useLive(me.isSuccess);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const mustSignIn = me.isError && isSignedOut(me.error);
  useEffect(() => {
    if (mustSignIn) void navigate({ to: "/login" });
  }, [mustSignIn, navigate]);
  const mode = status.data?.mode ?? "live";
  const { pathname } = useLocation();
  const here = entries.find(({ to }) => isUnder(pathname, to));
  const mayBeHere = me.data !== undefined && here?.roles.includes(me.data.role) !== false;
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Anchor href="#content" className="skip">
            {t("frame.app.skip")}
          </Anchor>
          <Group wrap="nowrap" miw={0}>
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("frame.nav.label")} />
            <Text fw={700} truncate>
              {status.data?.school ?? t("frame.app.name")}
            </Text>
            {status.data === undefined ? null : <ModeButton mode={status.data.mode} />}
          </Group>
          <Group wrap="nowrap" visibleFrom="sm">
            <Looks />
            <Text size="sm">{me.data?.name}</Text>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("frame.nav.label")}>
        <ScrollArea style={{ flex: 1 }} type="auto" offsetScrollbars="y">
          {me.data === undefined ? null : <Navigation role={me.data.role} onGo={close} />}
        </ScrollArea>
        <Button
          mt="md"
          variant="default"
          onClick={() => {
            void signOut().then(async () => await queries.resetQueries());
          }}
        >
          {t("frame.app.signOut")}
        </Button>
        <Group hiddenFrom="sm" mt="md">
          <Looks />
        </Group>
      </AppShell.Navbar>
      <AppShell.Main id="content">
        {status.data?.demo === true ? (
          <Suspense fallback={null}>
            <DemoBanner />
          </Suspense>
        ) : null}
        {mode === "live" ? null : (
          <Alert color="yellow" variant="filled" autoContrast mb="md" role="status">
            {t(`frame.mode.${mode}`)}
          </Alert>
        )}
        {isOffline ? (
          <Alert color="red" variant="light" mb="md" role="alert">
            {t("frame.live.offline")}
          </Alert>
        ) : null}
        {me.isSuccess ? mayBeHere ? <Outlet /> : <NotAllowed /> : null}
      </AppShell.Main>
      <Notices />
    </AppShell>
  );
}
