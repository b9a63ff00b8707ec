import { useTimes } from "./use-times.ts";

/** An instant (ISO 8601) as people write it, in the school's zone. */
export function Moment({ at }: { readonly at: string }) {
  return <time dateTime={at}>{useTimes().whole(at)}</time>;
}
