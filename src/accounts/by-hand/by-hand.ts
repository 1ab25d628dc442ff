/** What of an account can be set by hand, as people call it. */
export const BY_HAND = {
  owner_name: 'Владелец',
  total_area: 'Площадь',
  residents: 'Проживает',
  place: 'Адрес',
  closed: 'Закрыт',
} as const;

export type ByHandField = keyof typeof BY_HAND;

/** Papers on whose ground the office corrects; each but a slip of the pen has a number or a few words of its own. */
export const GROUNDS = {
  egrn: 'Выписка из ЕГРН',
  registration: 'Справка о регистрации',
  act: 'Акт или техпаспорт',
  court: 'Решение суда',
  application: 'Заявление',
  slip: 'Опечатка',
  other: 'Другое',
} as const;

export type Ground = keyof typeof GROUNDS;

/** Whether a ground says enough by itself. */
export function needsPaper(ground: string): boolean {
  return ground !== 'slip';
}

/** The ground as the journal and the card have it: «выписка из ЕГРН, № 5 от 20.11.2026». */
export function groundWords(ground: Ground, paper: string): string {
  const title = GROUNDS[ground];
  // an abbreviation keeps its letters, and «Другое» says nothing beside what is written
  const words = ground === 'other' ? '' : `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  return [words, paper].filter(Boolean).join(', ');
}
