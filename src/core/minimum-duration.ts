import { setTimeout as sleep } from 'node:timers/promises';

/** Gives the result after so many milliseconds at the earliest, so that the time tells nothing of what was found. */
export async function minimumDuration<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const [result] = await Promise.all([work, sleep(milliseconds)]);
  return result;
}
