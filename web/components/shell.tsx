import { Alert, Anchor, AppShell, Burger, Button, Group, NavLink, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { api, isSignedOut, signOut } from "../api.ts";
import { Looks } from "./looks.tsx";

const pages = [
  { to: "/", word: "nav.today" },
  { to: "/scenarios", word: "nav.scenarios" },
  { to: "/runs", word: "nav.runs" },
] as const;

/** The frame of every page behind the login: school, mode, pages, who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure();
  const me = useQuery(api.accounts.me.queryOptions());
  const status = useQuery(api.school.status.queryOptions({ enabled: me.isSuccess, refetchInterval: 5_000 }));
  const queries = useQueryClient();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const mustSignIn = me.isError && isSignedOut(me.error);
  useEffect(() => {
    if (mustSignIn) void navigate({ to: "/login" });
  }, [mustSignIn, navigate]);
  const mode = status.data?.mode ?? "live";
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Anchor href="#content" className="skip">
            {t("app.skip")}
          </Anchor>
          <Group wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("nav.label")} />
            <Text fw={700} truncate>
              {status.data?.school ?? t("app.name")}
            </Text>
          </Group>
          <Group wrap="nowrap" visibleFrom="sm">
            <Looks />
            <Text size="sm">{me.data?.name}</Text>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("nav.label")}>
        {pages.map(({ to, word }) => (
          <NavLink
            key={to}
            renderRoot={(props) => <Link to={to} {...props} />}
            label={t(word)}
            active={pathname === to}
            aria-current={pathname === to ? "page" : undefined}
            onClick={close}
          />
        ))}
        <Button
          mt="md"
          variant="default"
          onClick={() => {
            void signOut().then(async () => await queries.resetQueries());
          }}
        >
          {t("app.signOut")}
        </Button>
        <Group hiddenFrom="sm" mt="md">
          <Looks />
        </Group>
      </AppShell.Navbar>
      <AppShell.Main id="content">
        {mode === "live" ? null : (
          <Alert color="yellow" variant="filled" autoContrast mb="md" role="status">
            {t(`mode.${mode}`)}
          </Alert>
        )}
        {me.isSuccess ? <Outlet /> : null}
      </AppShell.Main>
    </AppShell>
  );
}
