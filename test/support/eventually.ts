import { setTimeout as sleep } from 'node:timers/promises';

/** How long a test waits for what another process does: more than a busy machine needs, since a wait that is over costs nothing. */
export const PATIENCE_MS = 60_000;

/** Waits until there is something, or something is so, and gives it; fails when it never comes to that. */
export async function eventually<T>(
  what: () => T | Promise<T>,
  within = PATIENCE_MS,
): Promise<Exclude<T, false | null | undefined>> {
  for (const deadline = Date.now() + within; ; await sleep(20)) {
    const found = await what();
    if (found) {
      return found as Exclude<T, false | null | undefined>;
    }
    if (Date.now() > deadline) {
      throw new Error(`It has not come to that within ${within} ms: ${String(what)}`);
    }
  }
}
