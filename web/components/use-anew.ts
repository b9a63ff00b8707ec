import { useQueryClient, type QueryKey } from "@tanstack/react-query";

/** Asks again what a change made old: give it the keys of the questions concerned. */
export function useAnew(...keys: readonly QueryKey[]): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all(keys.map(async (queryKey) => await queries.invalidateQueries({ queryKey })));
  };
}
