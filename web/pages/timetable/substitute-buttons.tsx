import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { api } from "../../api.ts";
import { Asked } from "../../components/asked.tsx";

/** The coaches of the school, each a tap away. */
export function SubstituteButtons({
  disabled,
  choose,
}: {
  readonly disabled: boolean;
  readonly choose: (name: string) => void;
}) {
  const coaches = useQuery(api.roster.coaches.queryOptions());
  return (
    <Asked query={coaches}>
      {(known) => (
        <Group gap="xs">
          {known.map(({ id, name }) => (
            <Button key={id} size="compact-md" variant="default" disabled={disabled} onClick={() => choose(name)}>
              {name}
            </Button>
          ))}
        </Group>
      )}
    </Asked>
  );
}
