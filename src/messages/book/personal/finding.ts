/** Kinds of personal data, with the grey words that stand where it was. */
export const REMOVED = {
  name: 'имя убрано',
  flat: 'квартира убрана',
  phone: 'телефон убран',
  email: 'адрес почты убран',
  account: 'номер счета убран',
  document: 'номер документа убран',
  card: 'номер карты убран',
  meter: 'номер счетчика убран',
  car: 'номер машины убран',
  date: 'дата убрана',
  link: 'ссылка убрана',
  code: 'код убран',
  health: 'сведения о здоровье убраны',
} as const;
export type PersonalKind = keyof typeof REMOVED;

/** A piece that looks like personal data: where it stands, the end not included. */
export interface Finding {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
}
