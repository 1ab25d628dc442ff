import { realpath } from 'node:fs/promises';
import { CANNOT_WRITE, classify, isUnableToWrite } from '../core/database-errors.js';

const FILE_TROUBLES: Readonly<Record<string, string>> = {
  ENOENT: 'нет такого файла или папки',
  EISDIR: 'это папка, а не файл',
  ENOTDIR: 'в пути есть файл вместо папки',
  EACCES: 'нет прав',
  EPERM: 'нет прав',
  EROFS: 'диск только для чтения',
  ENOSPC: 'на диске нет места',
};

/** Expected troubles with files and the database, in words for a terminal; anything else is a bug and goes on. */
export function explained(error: unknown): string {
  const { code, path } = error as { code?: string; path?: string };
  const trouble = code && FILE_TROUBLES[code];
  if (trouble) {
    return path ? `${path}: ${trouble}` : trouble;
  }
  if (isUnableToWrite(error)) return CANNOT_WRITE;
  if (classify(error) === 503) {
    return 'база данных не отвечает. Повторите позже';
  }
  throw error;
}

/** Whether two paths lead to the same file; false while one of them does not exist. */
export async function sameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [one, other].map((path) => realpath(path).catch(() => undefined)),
  );
  return first !== undefined && first === second;
}
