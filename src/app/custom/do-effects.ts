import { writeReport } from "#adapters/excel/write-report.ts";
import type { Db } from "#database/open.ts";
import { planMessage, type PlannedMessage } from "#features/messages/plan-message.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import { cancelMessage } from "#features/messages/store.ts";
import { findGroup } from "#features/roster/group-store.ts";
import type { Effect } from "#features/scenarios/custom-rules.ts";
import { addArtefact } from "#features/scenarios/custom-store.ts";
import type { QueryValue } from "#features/scenarios/query-rules.ts";
import { say } from "#lib/bilingual.ts";
import { instantOf, isBefore, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";
import type { App } from "../parts.ts";

/** How long a scenario's message is worth sending, in hours. */
const worthHours = 24;

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

type Change = Extract<Effect, { kind: "add" | "change" }>;

/**
 * Does what a scenario wants, through the use cases of the features that own it, in the caller's transaction.
 *
 * A key made of the run and the place in its list makes every message one, whatever a crash made happen twice.
 */
export async function doEffects(
  app: App,
  run: { readonly id: string; readonly scenario: string },
  tx: Db,
  effects: readonly Effect[],
): Promise<Failure | undefined> {
  const now = app.clock.now();
  const waking = wakeOnce(app.wakeSender);
  const plan = async (message: PlannedMessage) => void (await planMessage({ db: tx, now, wake: waking.wake, message }));
  for (const [place, effect] of effects.entries()) {
    switch (effect.kind) {
      case "send": {
        const { groupId, chatId, language } = effect.to;
        const to = groupId === undefined ? { chat: chatId as ChatId } : { group: { id: groupId, chatId } };
        const content = { form: "text", html: effect.html } as const;
        const expiresAt = now.add({ hours: worthHours });
        await plan({ kind: "custom", key: `${run.id}:${place}`, to, content, language, dueAt: now, expiresAt });
        break;
      }
      case "report": {
        const bytes = await writeReport(effect.sheets, app.config.school.timeZone);
        const { fileName } = effect;
        await addArtefact(tx, { runId: run.id, fileName, mediaType: workbookType, bytes, createdAt: now });
        break;
      }
      case "delete":
        if (!(await cancelMessage(tx, effect.id, now))) return hasLeft(run.scenario);
        break;
      case "add": {
        const planned = await plannedOf(tx, effects, effect, now);
        if (planned === undefined) return noGroup(run.scenario);
        await plan(planned);
        break;
      }
      case "change":
        break;
    }
  }
  await waking.done(tx);
  return undefined;
}

/** The message that an addition asks for, with what the same run changed in it afterwards. */
async function plannedOf(
  tx: Db,
  effects: readonly Effect[],
  added: Change,
  now: Instant,
): Promise<PlannedMessage | undefined> {
  const values = new Map(added.values);
  for (const effect of effects) {
    if (effect.kind === "change" && effect.id === added.id)
      for (const [name, value] of effect.values) values.set(name, value);
  }
  const group = await findGroup(tx, String(values.get("group_id")));
  if (group === undefined) return undefined;
  const dueAt = momentOf(values.get("due_at")) ?? now;
  const expiresAt = momentOf(values.get("expires_at")) ?? dueAt.add({ hours: worthHours });
  return {
    kind: "custom",
    key: added.id,
    to: { group: { id: group.id, chatId: group.chatId } },
    content: { form: "text", html: String(values.get("text")) },
    language: group.language,
    dueAt,
    expiresAt,
  };
}

function momentOf(value: QueryValue | null | undefined): Instant | undefined {
  return typeof value === "object" && value !== null && "epochMs" in value ? instantOf(value.epochMs) : undefined;
}

/** One word to the sender for all messages of a run, at the earliest moment that one is due. */
function wakeOnce(wakeSender: WakeSender) {
  let earliest: Instant | undefined;
  return {
    wake: async (_tx: Db, at: Instant) => {
      if (earliest === undefined || isBefore(at, earliest)) earliest = at;
    },
    done: async (tx: Db) => {
      if (earliest !== undefined) await wakeSender(tx, earliest);
    },
  };
}

function hasLeft(scenario: string): Failure {
  return {
    code: "scenario.message-left",
    what: say(
      `« ${scenario} » voulait supprimer un message qui est déjà parti. Rien n'a été changé ni envoyé.`,
      `"${scenario}" wanted to delete a message that has left already. Nothing was changed and nothing was sent.`,
    ),
    remedy: say("Ne supprimez que des messages « planned » ou « held ».", "Delete only messages planned or held."),
    place: scenario,
  };
}

function noGroup(scenario: string): Failure {
  return {
    code: "scenario.no-group",
    what: say(
      `« ${scenario} » écrit à un groupe qui n'est plus là. Rien n'a été changé ni envoyé.`,
      `"${scenario}" writes to a group that is no longer there. Nothing was changed and nothing was sent.`,
    ),
    remedy: say("Relancez le scénario.", "Run the scenario again."),
    place: scenario,
  };
}
