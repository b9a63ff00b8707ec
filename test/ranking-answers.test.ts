import { afterEach, describe, expect, it } from "vitest";

import type { Speaker } from "#simulators/telegram/people.ts";

import { fixtureWeek } from "./bot-week.ts";
import { openWorld, type World } from "./world.ts";

const lea: Speaker = { id: "5000000001", name: "Léa", lastName: "Benali" };

let world: World;
afterEach(async () => await world.close());

async function ask(text: string): Promise<string> {
  world.telegram.world.say({ chatId: lea.id, person: lea, text });
  await world.pass(world.clock.now().add({ seconds: 20 }));
  return world.telegram.ledger.to(lea.id).at(-1)?.plainText ?? "";
}

describe("a student's points", () => {
  it("are ranked with a picture on Sunday evening, explained, contested, and hidden when they wish so", async () => {
    world = await openWorld({ start: "2026-03-28T23:54:00Z", ...fixtureWeek });
    await world.pass("2026-03-29T00:05:00Z");
    const { rows } = await world.database.pool.query<{ chat_id: string }>(
      `select g.chat_id from sessions s join groups g on g.id = s.group_id
      where s.starts_at < '2026-03-29T20:00Z' order by s.starts_at, g.chat_id limit 1`,
    );
    const chatId = rows[0]?.chat_id ?? "";
    world.telegram.world.addGroup({ chatId, title: "Classe du matin", botIsAdmin: true });
    world.telegram.world.addGroup({ chatId: lea.id, title: "Léa" });
    for (const minute of [1, 2, 3]) {
      world.telegram.world.say({ chatId, person: lea, text: "bonjour" });
      await world.pass(world.clock.now().add({ minutes: minute }));
    }
    await world.pass("2026-03-29T20:05:00Z");
    const published = world.telegram.ledger.to(chatId).filter((message) => message.kind === "photo");
    expect(published.map((message) => message.plainText.split("\n")[0])).toEqual([
      expect.stringContaining("Classement du jour"),
      expect.stringContaining("Classement de la semaine"),
    ]);
    expect(published[0]?.plainText).toContain("🥇 Léa Benali — 3 points");

    expect(await ask("/rank")).toContain("🥇 Léa Benali — 3 points 👈");
    const why = await ask("/why");
    expect(why).toMatch(/#\d+ {2}\+3 {2}3 messages le 29 mars/);
    expect(await ask("/contest 999999 non")).toContain("Vous n'avez pas de ligne n° 999999");
    const [, number] = /#(\d+)/.exec(why) ?? [];
    expect(await ask(`/contest ${number} j'en ai écrit quatre`)).toContain("contestation n° 1");
    expect(await ask("/ranking hide")).toContain("aucun classement");
    expect(await ask("/rank")).toContain("Personne n'a encore de points");
  });
});
