import { capital } from '../text/russian.js';

/** How a check has ended: nothing to do, nobody can know and nothing suffers, somebody should look, something does not work. */
export type State = 'good' | 'unknown' | 'attention' | 'bad';

/** What a check has seen. */
export interface Finding {
  readonly state: State;
  /** In our own words: numbers, names of settings, nothing about people. */
  readonly seen: string;
  /** What to do about it. */
  readonly todo?: string;
  /** What another program has said, word for word; it may name anybody, so it never leaves in a support packet. */
  readonly told?: string;
  /** Nobody knows: the check itself could not be made. */
  readonly unchecked?: true;
}

/** Nothing is to be done. */
export function good(seen: string): Finding {
  return { state: 'good', seen };
}

/** Nobody keeps count of it, and the portal works without: neither in order nor out of it. */
export function unknown(seen: string, todo: string): Finding {
  return { state: 'unknown', seen, todo };
}

/** It works, but somebody should look. */
export function attention(seen: string, todo: string, told?: string): Finding {
  return { state: 'attention', seen, todo, ...(told !== undefined && { told }) };
}

/** It does not work, or soon will not. */
export function bad(seen: string, todo: string, told?: string): Finding {
  return { state: 'bad', seen, todo, ...(told !== undefined && { told }) };
}

/** What could not be looked at is never in order. */
export function unchecked(why: string, todo: string, told?: string): Finding {
  return { ...attention(`Проверить не удалось: ${why}`, todo, told), unchecked: true };
}

const ORDER: readonly State[] = ['good', 'unknown', 'attention', 'bad'];

/** The worst of several states. */
export function worst(states: readonly State[]): State {
  return ORDER[Math.max(0, ...states.map((state) => ORDER.indexOf(state)))]!;
}

/** Several findings about one thing as one: the worst state, all words. */
export function together(findings: readonly Finding[]): Finding {
  const told = findings.flatMap((one) => one.told ?? []);
  const todo = findings.flatMap((one) => one.todo ?? []);
  return {
    state: worst(findings.map(({ state }) => state)),
    seen: findings.map(({ seen }) => capital(seen)).join('. '),
    ...(todo.length > 0 && { todo: todo.join(' ') }),
    ...(told.length > 0 && { told: told.join('; ') }),
    ...(findings.some((one) => one.unchecked) && { unchecked: true }),
  };
}
