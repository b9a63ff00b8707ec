import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";

import { isSignedOut } from "./api.ts";
import { nonce } from "./nonce.ts";
import { router } from "./router.tsx";
import { readableGrey, theme } from "./theme.ts";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Whoever is signed out is asked to sign in; everything else may come back.
      retry: (count, error) => !isSignedOut(error) && count < 2,
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
