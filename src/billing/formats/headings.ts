import type { RecordKind } from './billing-records.js';

/** Columns of the neutral format, each with the headings it is known by besides its own name, squeezed. */
const CHARGES = {
  doc_id: ['documentnumber', 'номердокумента', 'номерпд', 'платежныйдокумент', 'номерквитанции', 'квитанция'],
  service: ['услуга', 'наименованиеуслуги', 'видуслуги', 'услуги', 'начисление'],
  unit: ['единица', 'единицаизмерения', 'едизм', 'едизмерения', 'ед'],
  volume: [
    'объем',
    'количество',
    'объемуслуг',
    'объеминдивидуальный',
    'индивидуальныйобъем',
    'расход',
    'колво',
  ],
  common_volume: [
    'объемодн',
    'объемсои',
    'одн',
    'объемнаобщедомовыенужды',
    'общедомовыйобъем',
    'объемобщедомовой',
  ],
  tariff: ['тариф', 'цена', 'тарифруб', 'размерплаты'],
  charged: ['начислено', 'всегоначислено', 'начисленоруб', 'сумманачисления', 'суммаруб', 'сумма'],
  recalc: ['recalculated', 'recalculation', 'перерасчет', 'перерасчеты', 'перерасчетруб', 'перерасчетывсего'],
  recalc_reason: [
    'recalculationreason',
    'основаниеперерасчета',
    'основанияперерасчетов',
    'причинаперерасчета',
  ],
  benefit: ['льгота', 'льготы', 'льготысубсидии', 'субсидия', 'скидка', 'льготыруб'],
  increase_factor: ['повышающийкоэффициент', 'коэффициент', 'размерповышающегокоэффициента'],
  increase: ['превышение', 'суммапревышения', 'повышение', 'доначисленоповышающимкоэффициентом'],
  penalty: ['пени', 'пеня', 'неустойка', 'суммапени', 'суммапеней', 'пенируб'],
  penalty_kind: ['видпени', 'видпеней', 'виднеустойки'],
  penalty_ground: [
    'основаниепени',
    'основаниепеней',
    'основаниенеустойки',
    'основаниеначисленияпени',
    'основаниеначисленияпеней',
  ],
  penalty_period: ['периодпени', 'периодпеней', 'периоднеустойки', 'периодначисленияпени'],
  total: ['итого', 'всего', 'итогокоплате', 'кначислению', 'коплате', 'итогоруб'],
} as const;
const BALANCES = {
  as_of: ['дата', 'надату', 'датасальдо', 'сальдонадату', 'датаостатка', 'посостояниюна'],
  debt: ['задолженность', 'долг', 'задолженностьруб'],
  advance: ['аванс', 'переплата'],
  penalty: ['пени', 'пеня', 'неустойка'],
  balance: ['сальдо', 'баланс', 'исходящеесальдо', 'сальдоконечное', 'конечноесальдо', 'остаток'],
} as const;
const PAYMENTS = {
  paid_on: ['датаплатежа', 'датаоплаты', 'дата', 'датапоступления'],
  amount: ['сумма', 'суммаплатежа', 'суммаоплаты', 'оплата', 'суммаруб', 'платеж'],
  commission: ['комиссия', 'суммакомиссии'],
  source: ['источник', 'банк', 'плательщикбанк', 'способоплаты', 'местооплаты', 'агент'],
  external_id: ['номерплатежа', 'идентификаторплатежа', 'номероперации', 'идоперации', 'суип', 'номерпп'],
  payer: ['плательщик', 'фиоплательщика', 'наименованиеплательщика'],
  payer_account: ['счетплательщика', 'расчетныйсчетплательщика'],
  purpose: ['назначение', 'назначениеплатежа'],
  operation: ['операция', 'видоперации', 'типоперации', 'типплатежа'],
} as const;
/** Whom the money is for. */
const RECIPIENT = {
  recipient: ['получатель', 'наименованиеполучателя', 'получательплатежа'],
  recipient_inn: ['иннполучателя', 'получательинн'],
  recipient_account: ['счетполучателя', 'расчетныйсчетполучателя', 'рсполучателя', 'получательсчет'],
} as const;
const COMMON = {
  account: [
    'accountnumber',
    'лицевойсчет',
    'лс',
    'номерлс',
    'номерлицевогосчета',
    'лицевойсчетномер',
    'hcsid',
    'идентификаторжку',
    'иджку',
  ],
  period: ['период', 'расчетныйпериод', 'месяц', 'периодоплаты', 'периодначисления', 'запериод'],
} as const;

/** A column of the neutral format. */
export type NeutralColumn =
  | keyof typeof CHARGES
  | keyof typeof BALANCES
  | keyof typeof PAYMENTS
  | keyof typeof RECIPIENT
  | keyof typeof COMMON;

/** The columns of each kind with their headings. */
export const HEADINGS: Readonly<
  Record<RecordKind, Readonly<Partial<Record<NeutralColumn, readonly string[]>>>>
> = {
  charges: { ...COMMON, ...CHARGES, ...RECIPIENT },
  balances: { account: COMMON.account, ...BALANCES },
  payments: { ...COMMON, ...PAYMENTS, ...RECIPIENT },
};

/** One of each group is needed. */
export const REQUIRED: Readonly<Record<RecordKind, readonly (readonly NeutralColumn[])[]>> = {
  charges: [['account'], ['period'], ['service'], ['charged', 'total']],
  balances: [['account'], ['as_of'], ['debt', 'balance', 'advance']],
  payments: [['account'], ['paid_on'], ['amount']],
};

/** What columns are called in messages and where a profile is made. */
export const COLUMN_TITLES: Readonly<Record<NeutralColumn, string>> = {
  account: 'Лицевой счет',
  period: 'Период',
  doc_id: 'Номер документа',
  service: 'Услуга',
  unit: 'Единица измерения',
  volume: 'Объем',
  common_volume: 'Объем на общедомовые нужды',
  tariff: 'Тариф',
  charged: 'Начислено',
  recalc: 'Перерасчет',
  recalc_reason: 'Основание перерасчета',
  benefit: 'Льгота',
  increase_factor: 'Повышающий коэффициент',
  increase: 'Превышение',
  total: 'Итого',
  as_of: 'Дата сальдо',
  debt: 'Задолженность',
  advance: 'Аванс',
  penalty: 'Пени',
  penalty_kind: 'Вид пени',
  penalty_ground: 'Основание пени',
  penalty_period: 'Период пени',
  balance: 'Сальдо',
  paid_on: 'Дата платежа',
  amount: 'Сумма',
  commission: 'Комиссия',
  source: 'Источник',
  external_id: 'Номер платежа',
  payer: 'Плательщик',
  payer_account: 'Счет плательщика',
  purpose: 'Назначение платежа',
  operation: 'Вид операции',
  recipient: 'Получатель',
  recipient_inn: 'ИНН получателя',
  recipient_account: 'Счет получателя',
};
