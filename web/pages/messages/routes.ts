import { IconMail, IconSpeakerphone, IconTemplate } from "@tabler/icons-react";
import { createRoute } from "@tanstack/react-router";

import { shell } from "../../frame.ts";
import { lazyPage } from "../../lazy-page.ts";
import { operators, readers, type NavigationEntry } from "../../navigation-entry.ts";

/** The pages of messages and templates. */
export const messagesRoutes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/messages",
    component: lazyPage(async () => await import("./outbox.tsx"), "Outbox"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/messages/$number",
    component: lazyPage(async () => await import("./message.tsx"), "Message"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/announce",
    component: lazyPage(async () => await import("./announce.tsx"), "Announce"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/templates",
    component: lazyPage(async () => await import("./templates.tsx"), "Templates"),
  }),
] as const;

/** Where the navigation shows them. */
export const messagesPages: readonly NavigationEntry[] = [
  { section: "talk", to: "/messages", word: "messages.nav.outbox", icon: IconMail, roles: readers },
  { section: "talk", to: "/announce", word: "messages.nav.announce", icon: IconSpeakerphone, roles: operators },
  { section: "talk", to: "/templates", word: "messages.nav.templates", icon: IconTemplate, roles: readers },
];
