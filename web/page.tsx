import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";

import { mayPass } from "./api.ts";
import { nonce } from "./nonce.ts";
import { router } from "./router.tsx";
import { readableGrey, theme } from "./theme.ts";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it refuses again, and the person should know at once.
      retry: (count, error) => mayPass(error) && count < 2,
      staleTime: 2_000,
    },
  },
});

/** The whole page. */
export function Page() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableGrey}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
