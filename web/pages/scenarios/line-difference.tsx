import { Code, Text } from "@mantine/core";

import { readable } from "../../components/tones.ts";

/** A line of a difference: taken away, added, or the same in both. */
interface DifferenceLine {
  readonly sign: "-" | "+" | " ";
  readonly text: string;
}

const colours = {
  "-": readable("red"),
  "+": readable("green"),
  " ": "var(--mantine-color-text)",
} as const;

/** How one code became another, line by line; each line says by its sign what happened to it. */
export function LineDifference({
  lines,
  label,
}: {
  readonly lines: readonly DifferenceLine[];
  readonly label: string;
}) {
  return (
    <Code block tabIndex={0} role="region" aria-label={label} mah="50dvh" style={{ overflow: "auto" }}>
      {lines.map(({ sign, text }, index) => (
        // Lines have no other name than their place.
        <Text key={index} span inherit c={colours[sign]} display="block">
          {`${sign} ${text}`}
        </Text>
      ))}
    </Code>
  );
}
