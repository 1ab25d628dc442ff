import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';

/** What somebody reads of their codes, since it may not have been them; the key names a part of the letter. */
export const NEWS_OF_CODES = {
  on: ' подключён',
  replaced: ': подключено другое приложение',
  codes: ': выданы новые резервные коды',
  reset: ' сбросил администратор',
  slip: ' снят по листку из офиса',
  off: ' отключён',
  spent: ': использован резервный код',
  wrong: ': пароль верный, код нет',
  wrongByProfile: ': неверный код после входа через профиль',
} as const;

export type NewsOfCodes = keyof typeof NEWS_OF_CODES;

/** Writes to somebody within the caller's transaction what has become of their codes. */
export interface CodeLetters {
  tell(
    tx: EntityManager,
    id: string,
    news: NewsOfCodes,
    actor: Actor,
    more?: Readonly<Record<string, unknown>>,
  ): Promise<void>;
}
