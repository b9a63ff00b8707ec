import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";

import { mayPass, reasonOf } from "./api.ts";
import { nonce } from "./nonce.ts";
import { router } from "./router.tsx";
import { readableGrey, theme } from "./theme.ts";

/** So long after a question that nobody answered it is asked again, in milliseconds. */
const again = 10_000;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it refuses again, and the person should know at once.
      retry: (count, error) => mayPass(error) && count < 2,
      // Of a stream that stands and says nothing the page does not learn that answers come again.
      refetchInterval: ({ state: { error } }) => (error !== null && reasonOf(error) === "offline" ? again : false),
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
