import { isUuid } from '../../core/ids.js';
import type { StaffRole } from '../../core/request-context.js';
import type { Form } from '../../web/form.js';
import { type Audience, DEBT_MONTHS, kopecksOf, roublesOf } from './audience.js';
import type { MailingForm } from './mailing.forms.js';

const FLAT = /^\d{1,6}$/;

/** To whom the form says it goes, checked; undefined where it has been told what is wrong. */
export function audienceOf(form: Form<MailingForm>, role: StaffRole): Audience | undefined {
  const { house = '', debt = '', months = '' } = form.values as Record<string, string>;
  if (house !== '' && !isUuid(house)) form.reject('house', 'Выберите дом из списка');
  const flats = flatsOf(form);
  const kopecks = kopecksOf(debt);
  if (debt !== '' && kopecks === undefined) form.reject('debt', 'Напишите сумму в рублях, например 1000');
  const age = DEBT_MONTHS.find((count) => String(count) === months);
  if (months !== '' && age === undefined) form.reject('months', 'Выберите срок из списка');
  if (role === 'accountant' && debt === '' && months === '') {
    form.reject('debt', 'Бухгалтер пишет должникам: укажите сумму или срок долга');
  }
  if (form.summary.length > 0) return undefined;
  return {
    ...(house !== '' && { house }),
    ...(flats && { flats }),
    ...(kopecks !== undefined && { debt: kopecks }),
    ...(age !== undefined && { months: age }),
  };
}

/** The fields of the form for an audience that was chosen before. */
export function fieldsOfAudience({
  house = '',
  flats,
  debt,
  months,
}: Audience): Record<'house' | 'flatFrom' | 'flatTo' | 'debt' | 'months', string> {
  return {
    house,
    flatFrom: flats ? String(flats.from) : '',
    flatTo: flats ? String(flats.to) : '',
    debt: debt === undefined ? '' : roublesOf(debt),
    months: months === undefined ? '' : String(months),
  };
}

function flatsOf(form: Form<MailingForm>): Audience['flats'] {
  const { house = '', flatFrom = '', flatTo = '' } = form.values as Record<string, string>;
  if (flatFrom === '' && flatTo === '') return undefined;
  const wrong = (['flatFrom', 'flatTo'] as const).find((name) => !FLAT.test(String(form.values[name])));
  if (wrong) {
    form.reject(wrong, 'Напишите номера первой и последней квартиры цифрами');
    return undefined;
  }
  const flats = { from: Number(flatFrom), to: Number(flatTo) };
  if (flats.from > flats.to) form.reject('flatTo', 'Последняя квартира меньше первой. Проверьте номера');
  if (house === '') form.reject('house', 'Квартиры можно указать, когда выбран дом');
  return flats;
}
