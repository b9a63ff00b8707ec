/**
 * What people decided about the hours of classes, kept by those who decided: no row of Carillon's is asked. What is off and
 * what is on together are a move.
 */
export interface ByHand {
  /** When it was decided. */
  readonly at: Temporal.Instant;
  /** The course's group, as the workbook names it; absent for the whole school. */
  readonly chatId: string | undefined;
  /** Days (`YYYY-MM-DD`, both included) on which what the workbook says does not take place. */
  readonly off?: { readonly from: string; readonly until: string };
  /** A class that takes place at this instant, whatever the workbook says. */
  readonly on?: Temporal.Instant;
}
