import { useRouter } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";

/** A link within a long table to another page of Carillon: an address and no more, since thousands pass by in a scroll. */
export function RowLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  const router = useRouter();
  function go(event: MouseEvent) {
    // Whoever wants it in another window gets it there.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(to);
  }
  return (
    <a href={to} onClick={go}>
      {children}
    </a>
  );
}
