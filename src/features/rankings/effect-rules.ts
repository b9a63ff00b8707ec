/** What one student earned in one group over some days. */
export interface EarnedPoints {
  readonly groupId: string;
  readonly title: string;
  readonly studentId: string;
  readonly name: string;
  readonly points: number;
}

/** What other rules do to one student: points and place, before and after. */
export interface EffectOnStudent {
  readonly studentId: string;
  readonly name: string;
  readonly before: number;
  readonly after: number;
  /** Absent without points. */
  readonly rankBefore: number | null;
  readonly rankAfter: number | null;
}

/** What other rules do to one group. */
export interface EffectOnGroup {
  readonly groupId: string;
  readonly title: string;
  /** The points of all together. */
  readonly before: number;
  readonly after: number;
  /** Those whose points or place change, by their place after. */
  readonly lines: readonly EffectOnStudent[];
}

/** What changes from `before` to `after`, group by group in the order of their titles; what does not is left out. */
export function effectOf(before: readonly EarnedPoints[], after: readonly EarnedPoints[]): readonly EffectOnGroup[] {
  const olds = Map.groupBy(before, (one) => one.groupId);
  const news = Map.groupBy(after, (one) => one.groupId);
  const titles = new Map([...before, ...after].map((one) => [one.groupId, one.title]));
  return [...titles]
    .flatMap(([groupId, title]) => {
      const [then, now] = [olds.get(groupId) ?? [], news.get(groupId) ?? []];
      const lines = linesOf(then, now);
      return lines.length === 0 ? [] : [{ groupId, title, before: sumOf(then), after: sumOf(now), lines }];
    })
    .toSorted((a, b) => a.title.localeCompare(b.title, "fr"));
}

function linesOf(then: readonly EarnedPoints[], now: readonly EarnedPoints[]): readonly EffectOnStudent[] {
  const [ranksThen, ranksNow] = [ranksOf(then), ranksOf(now)];
  const [pointsThen, pointsNow] = [pointsOf(then), pointsOf(now)];
  const names = new Map([...then, ...now].map((one) => [one.studentId, one.name]));
  return [...names]
    .map(([studentId, name]) => ({
      studentId,
      name,
      before: pointsThen.get(studentId) ?? 0,
      after: pointsNow.get(studentId) ?? 0,
      rankBefore: ranksThen.get(studentId) ?? null,
      rankAfter: ranksNow.get(studentId) ?? null,
    }))
    .filter((line) => line.before !== line.after || line.rankBefore !== line.rankAfter)
    .toSorted((a, b) => (a.rankAfter ?? Infinity) - (b.rankAfter ?? Infinity) || a.name.localeCompare(b.name, "fr"));
}

/** Places of those above 0: equal points share one, and the next is skipped. */
function ranksOf(earned: readonly EarnedPoints[]): ReadonlyMap<string, number> {
  const above = earned.filter((one) => one.points > 0).toSorted((a, b) => b.points - a.points);
  const first = new Map<number, number>();
  for (const [index, one] of above.entries()) if (!first.has(one.points)) first.set(one.points, index + 1);
  return new Map(above.map((one) => [one.studentId, first.get(one.points) ?? 0]));
}

function pointsOf(earned: readonly EarnedPoints[]): ReadonlyMap<string, number> {
  return new Map(earned.map((one) => [one.studentId, one.points]));
}

function sumOf(earned: readonly EarnedPoints[]): number {
  return earned.reduce((sum, one) => sum + one.points, 0);
}
