import { Progress, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";

/** What takes longer than this is shown to be at work, in milliseconds. */
const patience = 1_000;

/**
 * Shows that something is at work, once it has taken more than a second; `share` (0 to 1) when it is known how far it is.
 */
export function Working({
  on,
  label,
  share,
}: {
  readonly on: boolean;
  readonly label: string;
  readonly share?: number | undefined;
}) {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    setIsLong(false);
    if (!on) return undefined;
    const timer = setTimeout(() => setIsLong(true), patience);
    return () => clearTimeout(timer);
  }, [on]);
  if (!on || !isLong) return null;
  return (
    <Stack gap={4} role="status">
      <Text size="sm">{label}</Text>
      <Progress aria-label={label} value={share === undefined ? 100 : share * 100} animated={share === undefined} />
    </Stack>
  );
}
