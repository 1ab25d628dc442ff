/** The disk is full, broken or closed to us, or something else stands where a file or a folder is to be. */
const TROUBLES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ELOOP',
  'EBUSY',
  'ENXIO',
  'ESTALE',
]);

/** A file cannot be kept; nothing of it stays. Its message is for the log and names the path, which an error of writing does not. */
export class NotStored extends Error {
  constructor(
    readonly path: string,
    readonly code: string,
    cause: unknown,
  ) {
    super(`Cannot write ${path} (${code})`, { cause });
  }
}

/** Whether the disk is to blame, not us. */
export function isDiskTrouble(error: unknown): boolean {
  return error instanceof NotStored || TROUBLES.has(codeOf(error));
}

/** For `catch` after work on a path: troubles of the disk go on as NotStored, everything else as it is. */
export function notStored(path: string): (error: unknown) => never {
  return (error) => {
    throw isDiskTrouble(error) && !(error instanceof NotStored)
      ? new NotStored(path, codeOf(error), error)
      : error;
  };
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
