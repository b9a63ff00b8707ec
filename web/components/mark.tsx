import { Badge } from "@mantine/core";
import type { ReactNode } from "react";

import { tones } from "./tones.ts";

/** A word that says how something is, on a ground of its own; never cut off, however narrow the column. */
export function Mark({ tone, children }: { readonly tone: keyof typeof tones; readonly children: ReactNode }) {
  return (
    <Badge color={tones[tone]} miw="max-content" tt="none">
      {children}
    </Badge>
  );
}
