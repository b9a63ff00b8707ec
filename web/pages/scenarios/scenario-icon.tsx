import { ThemeIcon } from "@mantine/core";
import {
  IconCode,
  IconMessagePlus,
  IconRobot,
  IconSend,
  IconTableImport,
  IconTrophy,
  IconVideoPlus,
  type Icon as TablerIcon,
} from "@tabler/icons-react";

/** The icons that scenarios are given (`rules.ts`), by Tabler's names. */
const icons: Readonly<Record<string, TablerIcon>> = {
  "table-import": IconTableImport,
  "video-plus": IconVideoPlus,
  "message-plus": IconMessagePlus,
  send: IconSend,
  trophy: IconTrophy,
  code: IconCode,
};

/** A scenario's own icon on its own colour: it is known again before its name is read. */
export function ScenarioIcon({ icon, colour }: { readonly icon: string; readonly colour: string }) {
  const Icon = icons[icon] ?? IconRobot;
  return (
    <ThemeIcon color={colour} size="lg" radius="md" aria-hidden>
      <Icon size={20} />
    </ThemeIcon>
  );
}
