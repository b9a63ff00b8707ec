import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";

/** The other coaches of the school, each a tap away. */
export function SubstituteButtons({
  usual,
  disabled,
  choose,
}: {
  /** Who teaches the course anyway. */
  readonly usual: string | undefined;
  readonly disabled: boolean;
  readonly choose: (name: string) => void;
}) {
  const coaches = useQuery(api.roster.coaches.queryOptions());
  return (
    <Asked query={coaches}>
      {(known) => (
        <Group gap="xs">
          {known
            .filter(({ name }) => name !== usual)
            .map(({ id, name }) => (
              <Button key={id} size="compact-md" variant="default" disabled={disabled} onClick={() => choose(name)}>
                {name}
              </Button>
            ))}
        </Group>
      )}
    </Asked>
  );
}
