import { inSentence } from '../../text/russian.js';

/** What of an account can be set by hand, as people call it. */
export const BY_HAND = {
  owner_name: 'Владелец',
  total_area: 'Площадь',
  residents: 'Проживает',
  place: 'Адрес',
  closed: 'Закрыт',
} as const;

export type ByHandField = keyof typeof BY_HAND;

/** Papers on whose ground the office corrects; each but what tells itself has a number or a few words of its own. */
export const GROUNDS = {
  egrn: 'Выписка из ЕГРН',
  registration: 'Справка о регистрации',
  act: 'Акт или техпаспорт',
  court: 'Решение суда',
  contract: 'Договор управления',
  renaming: 'Постановление об адресе',
  application: 'Заявление',
  slip: 'Опечатка',
  twice: 'Дом записан дважды',
  other: 'Другое',
} as const;

export type Ground = keyof typeof GROUNDS;

/** Grounds that fit what is done: nobody registers in a house that is merged with another. */
export const GROUNDS_OF = {
  correct: ['egrn', 'registration', 'act', 'court', 'application', 'slip', 'other'],
  close: ['egrn', 'act', 'court', 'application', 'slip', 'other'],
  reopen: ['egrn', 'court', 'application', 'slip', 'other'],
  move: ['egrn', 'act', 'court', 'application', 'slip', 'other'],
  add: ['egrn', 'act', 'court', 'contract', 'application', 'other'],
  merge: ['twice', 'renaming', 'act', 'other'],
} as const satisfies Record<string, readonly Ground[]>;

/** What is done on a ground. */
export type GroundedJob = keyof typeof GROUNDS_OF;

/** Whether a ground says enough by itself. */
export function needsPaper(ground: string): boolean {
  return ground !== 'slip' && ground !== 'twice';
}

/** The ground as the journal and the card have it: «выписка из ЕГРН, № 5 от 20.11.2026». */
export function groundWords(ground: Ground, paper: string): string {
  // «Другое» says nothing beside what is written
  const words = ground === 'other' ? '' : inSentence(GROUNDS[ground]);
  return [words, paper].filter(Boolean).join(', ');
}
