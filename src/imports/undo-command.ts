import type { Actor } from '../audit/audit.js';
import { explained } from './file-troubles.js';

const ACTOR = { kind: 'system', name: 'npm run import' } as const;

/** Takes loads of one kind back, which are named in its own way. */
export interface Undoing {
  names(load: string): boolean;
  /** Gives what is to be said, or why it cannot be done. */
  undo(load: string, actor: Actor): Promise<{ said: string } | { refusal: string }>;
}

/** Takes a load back from the command line. Returns 0 when it was taken back, else 1. */
export async function runUndo(
  args: string[],
  undoings: readonly Undoing[],
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
    print('said' in undone ? undone.said : `${undone.refusal}.`);
    return 'said' in undone ? 0 : 1;
  } catch (error) {
    print(`Ничего не отменено: ${explained(error)}.`);
    return 1;
  }
}
