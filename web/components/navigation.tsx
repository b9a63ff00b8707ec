import { NavLink, Text } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Role } from "../../src/features/accounts/contract.ts";
import { entries } from "../entries.ts";
import { isUnder, sections } from "../navigation-entry.ts";

/** The pages that somebody of this role sees, under their sections. */
export function Navigation({ role, onGo }: { readonly role: Role; readonly onGo: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return sections.map((section) => {
    const shown = entries.filter((entry) => entry.section === section && entry.roles.includes(role));
    if (shown.length === 0) return null;
    return (
      <section key={section} aria-labelledby={`pages-${section}`}>
        <Text id={`pages-${section}`} size="xs" c="dimmed" fw={600} px="sm" pt="sm" pb={4}>
          {t(`frame.nav.${section}`)}
        </Text>
        {shown.map(({ to, word, icon: Icon }) => {
          const isHere = isUnder(pathname, to);
          return (
            <NavLink
              key={to}
              renderRoot={(props) => <Link to={to} {...props} />}
              label={t(word)}
              leftSection={<Icon size={18} aria-hidden />}
              active={isHere}
              // The light look of it has too little contrast while the pointer is on it.
              variant="filled"
              aria-current={isHere ? "page" : undefined}
              onClick={onGo}
            />
          );
        })}
      </section>
    );
  });
}
