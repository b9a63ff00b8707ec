import { seededRandom } from "./faults.ts";
import type { GroupOptions } from "./world.ts";
import type { Speaker } from "./people.ts";

const subjects = ["Français", "English", "Español", "Deutsch", "العربية", "Português", "Italiano", "中文"] as const;
const levels = ["A1", "A2", "B1", "B2", "C1"] as const;
const moments = ["matin", "midi", "soir", "week-end"] as const;
const firstNames = [
  "Aïcha",
  "Bruno",
  "Chloé",
  "Driss",
  "Élodie",
  "Fatou",
  "Gaël",
  "Hélène",
  "Ibrahim",
  "Jeanne",
  "Kenji",
  "Léa",
] as const;
const lastNames = [
  "Benali",
  "Costa",
  "Dupont",
  "Évrard",
  "Fofana",
  "García",
  "Haddad",
  "Ivanova",
  "Jansen",
  "Kaplan",
] as const;

function pick<T>(from: readonly [T, ...T[]], random: () => number): T {
  return from[Math.floor(random() * from.length)] ?? from[0];
}

/**
 * Groups for a demo or a simulation; the same seed gives the same ones, in any number up to 100,000.
 *
 * Three in four make the bot an administrator, so it hears everything there; the others leave it in privacy mode.
 * The ids are those of supergroups, too large for 32 bits.
 */
export function castGroups(seed: number, howMany: number): readonly GroupOptions[] {
  const random = seededRandom(seed);
  return Array.from({ length: howMany }, (_, index) => ({
    chatId: `-100${1_000_000_000 + Math.floor(random() * 8_000) * 100_000 + index}`,
    title: `${pick(subjects, random)} ${pick(levels, random)} · ${pick(moments, random)} ${index + 1}`,
    botIsAdmin: random() < 0.75,
    privacy: true,
  }));
}

/** People for those groups; ids go beyond 32 bits, as those of new accounts do. Some share a name, as in life. */
export function castPeople(seed: number, howMany: number): readonly Speaker[] {
  const random = seededRandom(seed ^ 0x5f3759df);
  return Array.from({ length: howMany }, (_, index) => ({
    id: String(5_000_000_000 + Math.floor(random() * 20_000) * 100_000 + index),
    name: pick(firstNames, random),
    ...(random() < 0.8 ? { lastName: pick(lastNames, random) } : {}),
  }));
}
