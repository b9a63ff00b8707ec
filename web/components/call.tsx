import { Card, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

import { tones } from "./tones.ts";

/** Something that asks for a person: what it is, and below it what to do. Its colour is a border, so its words stay readable. */
export function Call({
  title,
  isBad = false,
  children,
}: {
  readonly title: string;
  readonly isBad?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <Card
      withBorder
      padding="sm"
      role={isBad ? "alert" : "group"}
      aria-label={title}
      style={{ borderInlineStart: `6px solid ${isBad ? tones.bad : tones.warning}` }}
    >
      <Stack gap={4} align="start">
        <Text fw={700}>{title}</Text>
        {children}
      </Stack>
    </Card>
  );
}
