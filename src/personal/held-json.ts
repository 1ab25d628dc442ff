import type { HeldSection } from './held.js';

/** Everything that is held about somebody, for programs; times are UTC, what is empty is left out. */
export function heldJson(sections: readonly HeldSection[], operator: string, at: Date): Buffer {
  const data = Object.fromEntries(
    sections.map(({ key, title, rows, more }) => [
      key,
      {
        ...{ название: title, записи: rows.map(present) },
        ...(more && { 'есть ещё': true }),
      },
    ]),
  );
  return Buffer.from(JSON.stringify({ оператор: operator, составлено: at, ...data }, null, 2));
}

function present(row: HeldSection['rows'][number]): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
