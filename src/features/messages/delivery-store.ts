import { and, eq, sql } from "drizzle-orm";

import { inTransaction, type Db } from "#database/open.ts";

import { deliveries, messages } from "./tables.ts";

/** Undoes a try whose request never left: the message is planned as it was. */
export async function takeBackDelivery(
  db: Db,
  begun: { readonly messageId: string; readonly try: number },
): Promise<void> {
  const { messageId } = begun;
  await inTransaction(db, async (tx) => {
    await tx.delete(deliveries).where(and(eq(deliveries.messageId, messageId), eq(deliveries.try, begun.try)));
    await tx
      .update(messages)
      .set({ state: "planned", tries: sql`${messages.tries} - 1` })
      .where(and(eq(messages.id, messageId), eq(messages.state, "sending"), eq(messages.tries, begun.try)));
  });
}
