import type { ReactNode } from "react";

import { tones } from "./tones.ts";

/** A word that says how something is, on a ground of its own. */
export function Mark({ tone, children }: { readonly tone: keyof typeof tones; readonly children: ReactNode }) {
  return (
    <span className="mark" style={{ background: tones[tone] }}>
      {children}
    </span>
  );
}
