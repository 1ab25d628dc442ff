/** How a letter stands. */
export type LetterState = 'waiting' | 'trouble' | 'sent' | 'failed' | 'cancelled';

/** The same in words. */
export const LETTER_STATES: Readonly<Record<LetterState, string>> = {
  waiting: 'Отправляется',
  trouble: 'Не уходит, повторяем',
  sent: 'Отправлено',
  failed: 'Не отправлено',
  cancelled: 'Отозвано',
};
