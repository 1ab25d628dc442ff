import { explained } from '../../imports/file-troubles.js';
import type { UndoService } from './undo.service.js';

const ACTOR = { kind: 'system', name: 'npm run import' } as const;

/** Takes a load back from the command line. Returns 0 when it was taken back, else 1. */
export async function runUndo(
  args: string[],
  service: UndoService,
  print: (line: string) => void,
): Promise<number> {
  const [batch = '', ...rest] = args;
  if (!/^\d+$/.test(batch) || rest.length > 0) {
    print('Отмена загрузки: npm run import -- undo НОМЕР');
    return 1;
  }
  try {
    const undone = await service.undo(batch, ACTOR);
    print(
      undone.refusal === undefined
        ? `Загрузка № ${batch} («${undone.fileName}») отменена. Строк: ${undone.rows.toLocaleString('ru-RU')}`
        : `${undone.refusal}.`,
    );
    return undone.refusal === undefined ? 0 : 1;
  } catch (error) {
    print(`Ничего не отменено: ${explained(error)}.`);
    return 1;
  }
}
