/** A fund of capital repair, as the form of requisites is filled in for it. */
export const FUND = {
  since: '2026-01-01',
  name: 'Фонд капитального ремонта Иркутской области',
  inn: '380000000112',
  kpp: '',
  bank: 'ПАО Сбербанк',
  bic: '044525225',
  account: '40702810138250123017',
  correspondentAccount: '30101810400000000225',
  purpose: 'Взнос на капитальный ремонт',
  takes: 'capital-repair',
};
