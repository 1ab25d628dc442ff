/** Why no backup was made or restored, in words for the administrator. */
export class BackupRefused extends Error {
  constructor(
    message: string,
    /** 1: it has failed; 2: the command or a setting is wrong; 3: another one is at work. */
    readonly code: 1 | 2 | 3 = 1,
  ) {
    super(message);
  }
}
