import { Center, Group, Paper, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { Looks } from "./looks.tsx";

/** The frame of the pages before the login. */
export function Door({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={420}>
        <Stack>
          <Title order={1} size="h2">
            {title}
          </Title>
          {children}
          <Group justify="center">
            <Looks />
          </Group>
        </Stack>
      </Paper>
    </Center>
  );
}
