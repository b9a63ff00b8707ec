import { writeReport } from "#adapters/excel/write-report.ts";
import type { Db } from "#database/open.ts";
import { changeMessage } from "#features/messages/change-message.ts";
import { planMessage, type PlannedMessage } from "#features/messages/plan-message.ts";
import type { WakeSender } from "#features/messages/ports.ts";
import { givePoints } from "#features/rankings/give-points.ts";
import { editGroup, type GroupEdit } from "#features/roster/edit-group.ts";
import { findGroup } from "#features/roster/group-store.ts";
import { renameStudent } from "#features/roster/rename-student.ts";
import type { Effect } from "#features/scenarios/custom-rules.ts";
import { addArtefact } from "#features/scenarios/custom-store.ts";
import type { QueryValue } from "#features/scenarios/query-rules.ts";
import { say } from "#lib/bilingual.ts";
import { instantOf, isBefore, type Instant } from "#lib/clock.ts";
import type { Failure } from "#lib/failure.ts";
import type { ChatId } from "#lib/ids.ts";
import type { App } from "../parts.ts";
import { workbookType } from "../workbook-type.ts";

/** How long a scenario's message is worth sending, in hours. */
const worthHours = 24;

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
  const by = `scenario:${run.scenario}`;
  const added = new Set(effects.flatMap((effect) => (effect.kind === "add" ? [effect.id] : [])));
  const changes = Map.groupBy(
    effects.filter((effect) => effect.kind === "change"),
    (effect) => effect.id,
  );
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
      case "add":
        if (effect.model === "PointEntry") {
          const [studentId, groupId, words] = ["student_id", "group_id", "words"].map((name) => textOf(effect, name));
          const points = Number(effect.values.get("points"));
          await givePoints({ db: tx, now, by, points, studentId, groupId, words } as Parameters<typeof givePoints>[0]);
        } else {
          const planned = await plannedOf(tx, changes.get(effect.id) ?? [], effect, now);
          if (planned === undefined) return noGroup(run.scenario);
          await plan(planned);
        }
        break;
      case "change":
      case "delete": {
        // What the same run added was planned with these words already.
        if (effect.kind === "change" && added.has(effect.id)) break;
        const failure = await changeRow({ tx, now, by, wake: waking.wake, effect });
        if (failure !== undefined) return failure;
        break;
      }
    }
  }
  await waking.done(tx);
  return undefined;
}

/** A row that was there before the run, changed as a person would change it: the same use case, the same audit line. */
async function changeRow({
  tx,
  now,
  by,
  wake,
  effect,
}: {
  readonly tx: Db;
  readonly now: Instant;
  readonly by: string;
  readonly wake: WakeSender;
  readonly effect: Extract<Effect, { kind: "change" | "delete" }>;
}): Promise<Failure | undefined> {
  if (effect.model === "ScheduledMessage") {
    const number = Number(effect.before.get("number"));
    const change =
      effect.kind === "delete"
        ? ({ verb: "cancel" } as const)
        : ({ verb: "reword", html: textOf(effect, "text") } as const);
    const changed = await changeMessage({ db: tx, now, wake, by, number, change });
    return changed.ok ? undefined : changed.failure;
  }
  if (effect.kind === "delete") return undefined;
  if (effect.model === "Student") {
    await renameStudent({ db: tx, now, by, studentId: effect.id, name: textOf(effect, "name") });
  } else if (effect.model === "Group") {
    const language = effect.values.get("language");
    const on = effect.values.get("active");
    const edit: GroupEdit = {
      ...(language === "fr" || language === "en" ? { language } : {}),
      ...(typeof on === "boolean" ? { on } : {}),
    };
    await editGroup({ db: tx, now, by, id: effect.id, edit });
  }
  return undefined;
}

function textOf(effect: Change, name: string): string {
  return String(effect.values.get(name) ?? "");
}

/** The message that an addition asks for, with what the same run changed in it afterwards. */
async function plannedOf(
  tx: Db,
  changes: readonly Change[],
  added: Change,
  now: Instant,
): Promise<PlannedMessage | undefined> {
  const values = new Map(added.values);
  for (const change of changes) for (const [name, value] of change.values) values.set(name, value);
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
