import { IsIn, IsNotEmpty } from 'class-validator';
import { LONGEST_BANK, LONGEST_PAYEE, MOST_BYTES } from '../../core/company.js';
import { isoDay } from '../../imports/dates.js';
import { isBankAccount, isBic, isCorrespondentAccount, isInn, isKpp } from '../../text/requisites.js';
import { Checkbox, Lines, Many, rule, Text } from '../../web/field.js';
import type { Takes } from './recipient.js';

/** What a recipient may be paid for, as the office reads it. */
export const TAKES: Readonly<Record<Takes, string>> = {
  rest: 'Всё, что не получают другие',
  'capital-repair': 'Взнос на капитальный ремонт',
  services: 'Только отмеченные услуги',
};

/** Requisites of a recipient from a day on. */
export class RequisitesForm {
  @rule('day', (value) => problemOfDay(value))
  @IsNotEmpty({ message: 'Укажите, с какого дня' })
  @Text(20)
  since!: string;

  @rule('bytes', (name, { bank = '' }) =>
    Buffer.byteLength(name + bank) <= MOST_BYTES
      ? null
      : 'Вместе с названием банка не помещается в код для оплаты: пишите «ООО» вместо полных слов',
  )
  @IsNotEmpty({ message: 'Напишите, кто получатель' })
  @Text(LONGEST_PAYEE)
  name!: string;

  @rule('inn', (value) =>
    isInn(bare(value)) ? null : 'В ИНН 10 или 12 цифр, и контрольные цифры должны сойтись: проверьте его',
  )
  @IsNotEmpty({ message: 'Укажите ИНН' })
  @Text(20)
  inn!: string;

  @rule('kpp', (value) => (isKpp(bare(value)) ? null : 'В КПП девять знаков'))
  @Text(20)
  kpp!: string;

  @IsNotEmpty({ message: 'Напишите название банка' })
  @Text(LONGEST_BANK)
  bank!: string;

  @rule('bic', (value) => (isBic(bare(value)) ? null : 'В БИК девять цифр, первые две — 04, 00 или 01'))
  @IsNotEmpty({ message: 'Укажите БИК' })
  @Text(20)
  bic!: string;

  @rule('account', (value, { bic = '' }) => problemOfAccount(bare(value), bare(bic)))
  @IsNotEmpty({ message: 'Укажите расчётный счет' })
  @Text(30)
  account!: string;

  @rule('correspondent', (value, { bic = '' }) =>
    !isBic(bare(bic)) || isCorrespondentAccount(bare(value), bare(bic))
      ? null
      : 'Счет начинается с 301, и его ключ должен подходить к БИК; у банка без корр. счета напишите 0',
  )
  @IsNotEmpty({ message: 'Укажите корр. счет; у банка без него напишите 0' })
  @Text(30)
  correspondentAccount!: string;

  @Text(100)
  purpose!: string;

  @IsIn(Object.keys(TAKES), { message: 'Выберите, что он получает' })
  @Text(20)
  takes!: string;

  @Many()
  services!: string[];

  /** One address a line; empty for all houses. */
  @Lines(50_000)
  houses!: string;

  @Checkbox()
  ended!: string;

  @rule('executor', (value, { takes = '' }) =>
    value === '' || takes === 'rest'
      ? null
      : `Исполнитель услуг — тот, кто получает «${TAKES.rest}»: фонд и поставщик ими не бывают`,
  )
  @Checkbox()
  executor!: string;

  /** Empty where they are those of the company. */
  @Text(200)
  executorAddress!: string;

  @Text(100)
  executorPhone!: string;

  @Text(100)
  executorLicence!: string;

  /** The last that has been written about the recipient when the page was opened. */
  @Text(20)
  seen!: string;

  /** What the fields began with: whoever comes second keeps only what they have typed. */
  @Text(6000)
  opened!: string;

  /** What the page has asked about, and was told «да». */
  @Many()
  agreed!: string[];
}

/** Digits as they stand in a document, in groups, without what parts them. */
export function bare(text: string): string {
  return text.replace(/[\s\u00A0-]/g, '').toUpperCase();
}

function problemOfAccount(account: string, bic: string): string | null {
  if (!/^\d{20}$/.test(account)) return 'В расчётном счете 20 цифр';
  // The field of the БИК says what is wrong with it.
  if (!isBic(bic) || isBankAccount(account, bic)) return null;
  return `Контрольный ключ счета не подходит к БИК ${bic}: проверьте обе строки по документу банка`;
}

function problemOfDay(typed: string): string | null {
  if (dayOf(typed)) return null;
  const day = isoDay(typed);
  if (day !== undefined && day < '2000') return 'Слишком рано: укажите день не раньше 1 января 2000';
  return 'Такого дня нет. Укажите день, например 01.12.2026';
}

/** A day of this century as people write it, as `2026-12-01`; undefined where it is none. */
export function dayOf(typed: string): string | undefined {
  const day = isoDay(typed);
  return day?.startsWith('20') ? day : undefined;
}
