import { useCallback, useLayoutEffect, useState } from "react";

/**
 * The widths that a table's columns take by themselves with its first rows, in pixels; from then on they are held, so that
 * a scroll neither moves the columns nor lets the browser measure every row anew. `undefined` while they are looked at:
 * at first, when `columns` changed, and when `frame` got another width. Call the second value when rows were drawn.
 */
export function useColumnWidths(
  frame: HTMLElement | null,
  columns: unknown,
): readonly [readonly number[] | undefined, () => void] {
  const [held, setHeld] = useState<{ readonly columns: unknown; readonly widths: readonly number[] }>();
  const widths = held !== undefined && held.columns === columns ? held.widths : undefined;
  const measure = useCallback(() => {
    const heads = [...(frame?.querySelectorAll("thead th") ?? [])];
    setHeld({ columns, widths: heads.map((head) => head.getBoundingClientRect().width) });
  }, [frame, columns]);
  useLayoutEffect(() => {
    if (frame === null || widths === undefined) return undefined;
    const { width } = frame.getBoundingClientRect();
    const watcher = new ResizeObserver(() => {
      if (Math.abs(frame.getBoundingClientRect().width - width) > 1) setHeld(undefined);
    });
    watcher.observe(frame);
    return () => watcher.disconnect();
  }, [frame, widths]);
  return [widths, measure];
}
