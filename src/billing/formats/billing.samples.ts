import type { FileSample } from '../../imports/file-sample.js';
import { COLUMN_TITLES as TITLES } from './headings.js';

/** The page that takes such files. */
export const BILLING_FORM = '/admin/resources/batches/actions/load';
const ACCOUNT = {
  title: TITLES.account,
  needed: true,
  about: 'Номер, как на квитанции, с нулями в начале, или идентификатор ЖКУ',
  cells: ['0100002301', '0100002301', '0100002314'],
} as const;

const RECIPIENT = {
  title: TITLES.recipient_account,
  about: `Кому платят, если не так, как на странице «Реквизиты»; можно «${TITLES.recipient_inn}» или «${TITLES.recipient}»`,
  cells: ['', '', ''],
} as const;

const CHARGES: FileSample = {
  id: 'charges',
  title: 'Начисления',
  about:
    'Строка на каждую услугу лицевого счета за месяц. Из строк одного счета и месяца получится квитанция.',
  form: BILLING_FORM,
  columns: [
    ACCOUNT,
    {
      title: TITLES.period,
      needed: true,
      about: '«10.2026», «октябрь 2026» или «2026-10»',
      cells: ({ name }) => [name, name, name],
    },
    {
      title: TITLES.service,
      needed: true,
      about: 'Как она называется в квитанции',
      cells: ['Холодное водоснабжение', 'Отопление', 'Отопление'],
    },
    { title: TITLES.unit, about: '«м³», «Гкал», «кВт·ч»', cells: ['м³', 'Гкал', 'Гкал'] },
    { title: TITLES.volume, about: 'Сколько израсходовано', cells: ['5,432', '0,8', '0,65'] },
    { title: TITLES.tariff, about: 'Рублей за единицу', cells: ['41,50', '1950,25', '1950,25'] },
    {
      title: TITLES.charged,
      needed: true,
      about: 'Рублей до перерасчётов и льгот; вместо столбца можно дать «Итого»',
      cells: ['225,43', '1560,20', '1267,66'],
    },
    { title: TITLES.recalc, about: 'Рублей; уменьшение со знаком минус', cells: ['-20,00', '', ''] },
    { title: TITLES.recalc_reason, about: 'Почему', cells: ['отсутствие холодной воды 3 дня', '', ''] },
    {
      title: TITLES.benefit,
      about: 'На сколько рублей меньше: со знаком минус или без, одинаково во всём файле',
      cells: ['', '', ''],
    },
    {
      title: TITLES.penalty,
      about: 'Рублей пеней; можно и отдельной строкой «Пени»',
      cells: ['', '', ''],
    },
    {
      title: TITLES.penalty_ground,
      about: `Почему; есть ещё «${TITLES.penalty_kind}» и «${TITLES.penalty_period}»`,
      cells: ['', '', ''],
    },
    {
      title: TITLES.total,
      about: 'Рублей: начислено, перерасчёты и льготы вместе',
      cells: ['205,43', '1560,20', '1267,66'],
    },
    RECIPIENT,
  ],
};

const BALANCES: FileSample = {
  id: 'balances',
  title: 'Сальдо',
  about: 'Сколько за кем числится на день. Строка на лицевой счет.',
  form: BILLING_FORM,
  columns: [
    { ...ACCOUNT, cells: ['0100002301', '0100002314', '0100002327'] },
    {
      title: TITLES.as_of,
      needed: true,
      about: 'День, на который посчитано',
      cells: ({ last }) => [last, last, last],
    },
    {
      title: TITLES.balance,
      needed: true,
      about:
        'Рублей: долг без знака, переплата со знаком минус. Вместо столбца можно дать «Задолженность» и «Аванс»',
      cells: ['1765,63', '0,00', '-350,00'],
    },
    { title: TITLES.penalty, about: 'Рублей пеней, если их ведут отдельно', cells: ['12,40', '', ''] },
  ],
};

const PAYMENTS: FileSample = {
  id: 'payments',
  title: 'Платежи',
  about: 'Строка на платёж. Повторная загрузка того же файла ничего не удвоит.',
  form: BILLING_FORM,
  columns: [
    { ...ACCOUNT, cells: ['0100002301', '0100002314', '0100002327'] },
    {
      title: TITLES.paid_on,
      needed: true,
      about: 'День платежа',
      cells: (month) => [month.day(5), month.day(6), month.day(6)],
    },
    { title: TITLES.amount, needed: true, about: 'Рублей', cells: ['1500,00', '1267,66', '2000,00'] },
    { title: TITLES.source, about: 'Где заплатили', cells: ['Касса', 'Сбербанк', 'Почта России'] },
    {
      title: TITLES.external_id,
      about: 'Номер у того, кто принял: по нему узнаём повтор',
      cells: ['К-1001', '7788990011', '55-204'],
    },
    { title: TITLES.payer, about: 'Кто платил', cells: ['Белов А. П.', '', ''] },
    { title: TITLES.purpose, about: 'Что написал плательщик', cells: ['', 'квартплата', ''] },
    RECIPIENT,
  ],
};

/** Files of the accounting and of the cash desk. */
export const BILLING_SAMPLES: readonly FileSample[] = [CHARGES, BALANCES, PAYMENTS];
