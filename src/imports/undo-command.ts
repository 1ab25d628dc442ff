import { explained } from './file-troubles.js';
import type { Load, Undoing } from './undoing.js';

const ACTOR = { kind: 'system', name: 'npm run import' } as const;

/** Takes a load back from the command line. Returns 0 when it was taken back, else 1. */
export async function runUndo(
  args: string[],
  undoings: readonly Pick<Undoing<Load>, 'names' | 'undo'>[],
  print: (line: string) => void,
): Promise<number> {
  const [load = '', ...rest] = args;
  const undoing = undoings.find((one) => one.names(load));
  if (!undoing || rest.length > 0) {
    print('Отмена загрузки: npm run import -- undo НОМЕР');
    return 1;
  }
  try {
    const undone = await undoing.undo(load, ACTOR);
    const done = undone.refusal === undefined;
    print(done ? undone.said : `${undone.refusal}.`);
    return done ? 0 : 1;
  } catch (error) {
    print(`Ничего не отменено: ${explained(error)}.`);
    return 1;
  }
}
