/** A zone's changes of offset, as a TZif file holds them (RFC 8536). */
export interface ZoneChanges {
  /** `[offset in seconds, 1 in summer time, abbreviation]`; the first holds before all changes. */
  readonly types: readonly (readonly [number, 0 | 1, string])[];
  /** `[seconds since 1970, index of the type from then on]`. */
  readonly changes: readonly (readonly [number, number])[];
}

/** Years in which a scenario may reckon with a zone's changes. */
const years = { from: 1970, until: 2100 } as const;

/** The changes of a zone from 1970 to 2100; `undefined` when the machine knows no such zone. */
export function zoneChanges(name: string): ZoneChanges | undefined {
  if (!/^[A-Za-z0-9_+\-/]{1,64}$/.test(name)) return undefined;
  let moment: Temporal.ZonedDateTime;
  try {
    moment = Temporal.ZonedDateTime.from({ year: years.from, month: 1, day: 1, timeZone: name });
  } catch {
    return undefined;
  }
  const types: [number, 0 | 1, string][] = [];
  const changes: [number, number][] = [];
  const typeOf = (at: Temporal.ZonedDateTime): number => {
    const offset = at.offsetNanoseconds / 1_000_000_000;
    const summer = offset > standardOffset(at) ? 1 : 0;
    const known = types.findIndex((type) => type[0] === offset && type[1] === summer);
    if (known >= 0) return known;
    types.push([offset, summer, abbreviation(at)]);
    return types.length - 1;
  };
  typeOf(moment);
  for (;;) {
    const next = moment.getTimeZoneTransition("next");
    if (next === null || next.year >= years.until || types.length > 250) break;
    changes.push([Math.floor(next.epochMilliseconds / 1000), typeOf(next)]);
    moment = next;
  }
  return { types, changes };
}

/** The smaller of the offsets in January and July: summer time is ahead of it, on both halves of the globe. */
function standardOffset(at: Temporal.ZonedDateTime): number {
  const offsets = [1, 7].map((month) => at.with({ month, day: 1 }).offsetNanoseconds / 1_000_000_000);
  return Math.min(...offsets);
}

function abbreviation(at: Temporal.ZonedDateTime): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: at.timeZoneId, timeZoneName: "short" }).formatToParts(
    at.epochMilliseconds,
  );
  return (parts.find((part) => part.type === "timeZoneName")?.value ?? "UTC").slice(0, 8);
}
