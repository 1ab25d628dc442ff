import type { Form } from '../../web/form.js';
import { openedWith, secondOf, type SecondRow } from '../../web/second-form.js';
import type { Changed, NewTerms } from './recipient-changes.service.js';
import type { RecipientTerms } from './recipient.js';
import { type RequisitesForm, TAKES } from './requisites.forms.js';

const LABELS = {
  ...{ name: 'Получатель', inn: 'ИНН', kpp: 'КПП', bank: 'Банк', bic: 'БИК', account: 'Расчётный счет' },
  ...{ correspondentAccount: 'Корр. счет', purpose: 'Назначение платежа', takes: 'Что получает' },
  ...{ services: 'Услуги', houses: 'Дома', ended: 'Платежей не получает' },
  ...{
    executor: 'Исполнитель услуг',
    executorAddress: 'Адрес исполнителя',
    executorPhone: 'Телефон исполнителя',
  },
  executorLicence: 'Лицензия исполнителя',
} as const;

type Typed = Readonly<Record<keyof typeof LABELS, string>>;

/** Terms as they stand in the fields of a form. */
export function typedTerms(terms: RecipientTerms, addresses: ReadonlyMap<string, string>): Typed {
  const { name, inn, kpp, purpose, takes, services, houses, bank, ended, executor } = terms;
  return {
    ...{ name, inn, kpp, purpose, takes, services: services.join('\n'), ended: ended ? 'yes' : '' },
    ...{ bank: bank!.name, bic: bank!.bic, account: bank!.account },
    correspondentAccount: bank!.correspondentAccount,
    houses: houses.map((id) => addresses.get(id) ?? '').join('\n'),
    ...{ executor: executor ? 'yes' : '', executorAddress: executor?.address ?? '' },
    ...{ executorPhone: executor?.phone ?? '', executorLicence: executor?.licence ?? '' },
  };
}

/** What a form begins with. */
export function beginning(typed: Typed): Record<string, string | string[]> {
  return { ...typed, services: listOf(typed.services), opened: openedWith(typed) };
}

/** Keeps what was typed of a form that came second, and takes the rest from what stands now; gives what differs. */
export function secondTerms(form: Form<RequisitesForm>, now: Typed): SecondRow[] {
  form.values['services'] = [form.values['services'] ?? []].flat().join('\n');
  const rows = secondOf(form, LABELS, now);
  form.values['services'] = listOf(form.values['services']);
  return rows.map((row) => ({
    ...row,
    ...{ was: row.was === undefined ? undefined : words(row.name, row.was) },
    ...{ now: words(row.name, row.now), typed: words(row.name, row.typed) },
  }));
}

function words(name: string, value: string): string {
  if (name === 'takes') return TAKES[value as keyof typeof TAKES];
  if (name === 'ended' || name === 'executor') return value === '' ? 'нет' : 'да';
  return value.replaceAll('\n', ', ');
}

function listOf(text: string): string[] {
  return text.split('\n').filter(Boolean);
}

/** What the journal tells of a change. */
export function differences(before: RecipientTerms, after: NewTerms): Changed {
  const flat = ({
    name,
    inn,
    kpp,
    bank,
    purpose,
    takes,
    services,
    houses,
    executor,
  }: NewTerms | RecipientTerms) => ({
    ...{ executor: executor ? 'да' : 'нет', executorAddress: executor?.address ?? '' },
    ...{ executorPhone: executor?.phone ?? '', executorLicence: executor?.licence ?? '' },
    ...{ name, inn, kpp, bank: bank?.name, bic: bank?.bic, account: bank?.account },
    ...{ correspondentAccount: bank?.correspondentAccount, purpose, takes: TAKES[takes] },
    ...{ services: services.join(', '), houses: houses.length === 0 ? 'все' : `${houses.length}` },
  });
  const [was, is]: Record<string, unknown>[] = [flat(before), flat(after)];
  const changed = Object.keys(was!).filter((key) => was![key] !== is![key]);
  const ended: Changed = before.ended === after.ended ? {} : { ended: [before.ended, after.ended] };
  return { ...Object.fromEntries(changed.map((key) => [key, [was![key], is![key]] as const])), ...ended };
}
