import type { Instant } from "#lib/clock.ts";
import { isBefore } from "#lib/clock.ts";

import type { TelegramSimulator } from "./telegram/simulator.ts";
import { seededRandom, type Random } from "./zoom/random.ts";
import type { ZoomSimulator } from "./zoom/simulator.ts";

/** A class of the simulated school. */
export interface CastGroup {
  readonly chatId: string;
  /** The course's title; Zoom meetings of the course bear it as topic. */
  readonly title: string;
}

/** Something that a student said in a group. */
export interface Said {
  readonly chatId: string;
  readonly messageId: string;
  readonly at: Instant;
}

interface Pupil {
  readonly telegramId: string;
  readonly name: string;
  /** What Zoom shows: usually the same name, sometimes the telephone's. */
  readonly zoomName: string;
  /** 0 to 1: how likely they come and write. */
  readonly zeal: number;
}

type Deed = { readonly at: Instant; readonly order: number; readonly perform: () => void };

const firstNames =
  "Aïssata Bilal Camille Daouda Élise Firmin Grâce Habib Inès Jules Kéita Lamine Mariam Noé Oumou Prisca Rokia Salif Tiphaine Yacine".split(
    " ",
  );
const lastNames =
  "Adjei Bamba Coulibaly Diallo Etchegaray Fontaine Gomis Haïdara Kouassi Lemoine Mensah N'Guessan Ouattara Perrin Sanogo Touré".split(
    " ",
  );

/**
 * The students and coaches of a simulated school: they chat in their groups, enter their classes, leave them,
 * come back, come late or not at all. The same seed gives the same week.
 */
export class Cast {
  /** What was said where the bot hears it, in the order of the saying. */
  readonly heard: Said[] = [];
  readonly #random: Random;
  readonly #telegram: TelegramSimulator;
  readonly #zoom: ZoomSimulator;
  readonly #zone: string;
  readonly #pupils = new Map<string, readonly Pupil[]>();
  readonly #byTitle = new Map<string, string>();
  readonly #scripted = new Set<string>();
  readonly #moved = new Map<string, string>();
  #deeds: Deed[] = [];
  #order = 0;
  #latecomers = 0;

  constructor(options: {
    readonly seed: number;
    readonly telegram: TelegramSimulator;
    readonly zoom: ZoomSimulator;
    /** The zone in which they keep their day. */
    readonly zone: string;
  }) {
    this.#random = seededRandom(options.seed);
    this.#telegram = options.telegram;
    this.#zoom = options.zoom;
    this.#zone = options.zone;
  }

  /** Makes the groups with their students; the bot is admin, so it hears them. */
  enrol(groups: readonly CastGroup[], studentsPerGroup: number): void {
    for (const group of groups) {
      if (this.#pupils.has(group.chatId) || this.#moved.has(group.chatId)) continue;
      this.#telegram.world.addGroup({ chatId: group.chatId, title: group.title, botIsMember: true, botIsAdmin: true });
      this.#byTitle.set(group.title, group.chatId);
      const offset = this.#pupils.size * 1_000;
      const pupils = Array.from({ length: studentsPerGroup }, (_, index) =>
        this.#pupil(5_100_000_000 + offset + index, index),
      );
      this.#pupils.set(group.chatId, pupils);
    }
  }

  /** The groups that have students, in the order of their making. */
  chatIds(): readonly string[] {
    return [...this.#pupils.keys()];
  }

  /** The students of a group that Telegram moved to another id go on there. */
  follow(chatId: string, newChatId: string): void {
    const pupils = this.#pupils.get(chatId);
    if (pupils === undefined) return;
    this.#pupils.delete(chatId);
    this.#pupils.set(newChatId, pupils);
    this.#moved.set(chatId, newChatId);
    for (const [title, id] of this.#byTitle) if (id === chatId) this.#byTitle.set(title, newChatId);
  }

  /** In a group somebody leaves, somebody comes, or somebody takes another name. */
  change(chatId: string): void {
    const pupils = this.#pupils.get(chatId) ?? [];
    const roll = this.#random();
    const at = Math.floor(this.#random() * pupils.length);
    const one = pupils[at];
    if (one === undefined || pupils.length < 3) return;
    const { world } = this.#telegram;
    if (roll < 0.34) {
      this.#pupils.set(chatId, pupils.toSpliced(at, 1));
      world.leave(chatId, speakerOf(one));
    } else if (roll < 0.67) {
      this.#latecomers += 1;
      const newcomer = this.#pupil(5_900_000_000 + this.#latecomers, at);
      this.#pupils.set(chatId, [...pupils, newcomer]);
      world.join(chatId, speakerOf(newcomer));
    } else {
      this.#pupils.set(chatId, pupils.with(at, { ...one, name: `${one.name} ⭐` }));
    }
  }

  /** Lets everybody chat on each of the coming days. */
  scriptChats(from: Instant, days: number): void {
    const start = from.toZonedDateTimeISO(this.#zone).startOfDay();
    for (let day = 0; day < days; day += 1) {
      for (const [chatId, pupils] of this.#pupils) {
        for (const pupil of pupils) {
          const messages = Math.floor(this.#random() * 4 * pupil.zeal);
          for (let index = 0; index < messages; index += 1) {
            const at = start.add({ days: day, minutes: 9 * 60 + Math.floor(this.#random() * 12 * 60) }).toInstant();
            if (isBefore(at, from)) continue;
            this.#will(at, () => this.#say(chatId, pupil, at));
          }
        }
      }
    }
  }

  /** Does everything that is due by `until`, each deed at its own moment. */
  play(until: Instant): void {
    this.#scriptMeetings();
    for (;;) {
      const [deed] = this.#deeds;
      if (deed === undefined || isBefore(until, deed.at)) return;
      this.#deeds.shift();
      deed.perform();
    }
  }

  #pupil(id: number, index: number): Pupil {
    const first = firstNames[Math.floor(this.#random() * firstNames.length)] ?? "Ama";
    const last = lastNames[(index * 3 + Math.floor(this.#random() * 3)) % lastNames.length] ?? "Bah";
    const name = `${first} ${last}`;
    const onPhone = this.#random() < 0.08;
    return {
      telegramId: String(id),
      name,
      zoomName: onPhone ? `iPhone de ${first}` : name,
      zeal: 0.3 + 0.7 * this.#random(),
    };
  }

  #say(chatId: string, pupil: Pupil, at: Instant): void {
    const moved = this.#moved.get(chatId);
    if (moved !== undefined) {
      this.#say(moved, pupil, at);
      return;
    }
    // Who has left since this was scripted says nothing there any more.
    const isThere = this.#pupils.get(chatId)?.some((one) => one.telegramId === pupil.telegramId) ?? false;
    if (!isThere) return;
    const { messageId, isHeard } = this.#telegram.world.say({ chatId, person: speakerOf(pupil), text: "🙋", at });
    if (isHeard) this.heard.push({ chatId, messageId, at });
  }

  /** Every meeting that Zoom holds is attended by its coach and by the students of its course. */
  #scriptMeetings(): void {
    const { live } = this.#zoom.controls;
    for (const meeting of this.#zoom.ledger.meetings()) {
      const { id, startsAt } = meeting;
      const script = `${id} ${startsAt.epochMilliseconds}`;
      if (meeting.state !== "waiting" || this.#scripted.has(script)) continue;
      this.#scripted.add(script);
      const endsAt = startsAt.add({ minutes: meeting.durationMinutes });
      const opensAt = startsAt.subtract({ minutes: 2 });
      this.#will(opensAt, () => {
        // One that was moved meanwhile is held at its new hour.
        if (this.#zoom.ledger.startOf(id)?.equals(startsAt) !== true) return;
        live.start(id, opensAt);
        // Who comes is decided at the door, among those who are in the group by then.
        for (const pupil of this.#pupils.get(this.#byTitle.get(meeting.topic) ?? "") ?? []) {
          if (this.#random() < 0.35 + 0.6 * pupil.zeal) this.#attend(id, pupil, startsAt, endsAt);
        }
      });
      this.#will(endsAt, () => live.end(id, endsAt));
    }
  }

  #attend(meetingId: string, pupil: Pupil, startsAt: Instant, endsAt: Instant): void {
    const { live } = this.#zoom.controls;
    const enters = startsAt.add({ seconds: Math.floor(this.#random() * 900) - 60 });
    const staysSeconds = enters.until(endsAt).total("seconds") * (this.#random() < 0.15 ? 0.3 : 0.97);
    const leaves = enters.add({ seconds: Math.floor(staysSeconds) });
    let inside: ReturnType<typeof live.join> | undefined;
    this.#will(enters, () => {
      inside = live.join({ meetingId, name: pupil.zoomName }, enters);
    });
    this.#will(leaves, () => {
      if (inside !== undefined) live.leave(inside, leaves);
    });
  }

  #will(at: Instant, perform: () => void): void {
    const deed = { at, order: (this.#order += 1), perform };
    let low = 0;
    let high = this.#deeds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = this.#deeds[middle];
      if (there !== undefined && (Temporal.Instant.compare(there.at, at) || there.order - deed.order) <= 0)
        low = middle + 1;
      else high = middle;
    }
    this.#deeds.splice(low, 0, deed);
  }
}

function speakerOf({ telegramId: id, name }: Pupil): { readonly id: string; readonly name: string } {
  return { id, name };
}
