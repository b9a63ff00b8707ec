import type { Heartbeat } from "#features/scenarios/ports.ts";
import { say } from "#lib/bilingual.ts";
import type { Clock } from "#lib/clock.ts";
import { causeOf, failed, ok, type Failure } from "#lib/failure.ts";
import { Secret, withoutSecrets } from "#lib/secrets.ts";

/** One missed word makes a false alarm, so it is tried again a few times. */
const pausesMs = [2_000, 10_000];

/** Calls an outside service's address with GET; what it answers is not read. */
export function openHeartbeat({
  address,
  timeoutMs,
  clock,
}: {
  readonly address: Secret;
  readonly timeoutMs: number;
  readonly clock: Clock;
}): Heartbeat {
  return async () => {
    let failure = await call(address, timeoutMs);
    for (const pause of pausesMs) {
      if (failure === undefined) break;
      await clock.sleep(pause);
      failure = await call(address, timeoutMs);
    }
    return failure === undefined ? ok(undefined) : failed(failure);
  };
}

async function call(address: Secret, timeoutMs: number): Promise<Failure | undefined> {
  try {
    const answer = await fetch(address.reveal(), { signal: AbortSignal.timeout(timeoutMs) });
    await answer.body?.cancel();
    return answer.ok ? undefined : notHeard(`HTTP ${answer.status}`);
  } catch (error) {
    const { host, pathname } = new URL(address.reveal());
    const secrets = [address, new Secret(pathname)].filter((each) => each.reveal().length > 1);
    return { ...notHeard(withoutSecrets(causeOf(error), secrets)), place: host };
  }
}

function notHeard(cause: string): Failure {
  return {
    code: "heartbeat.not-heard",
    what: say(
      "Le service de surveillance n'a pas pris le signe de vie.",
      "The monitoring service did not take the sign of life.",
    ),
    remedy: say(
      "Vérifiez que l'ordinateur de Carillon a accès à Internet, et que ce service existe toujours. Sur la machine : son adresse est dans CARILLON_HEARTBEAT_URL.",
      "Check that Carillon's computer has Internet access, and that this service still exists. On the machine: its address is in CARILLON_HEARTBEAT_URL.",
    ),
    cause,
  };
}
