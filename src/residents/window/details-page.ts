import type { PanelChange } from '../../panel/panel-office.js';
import { dateTime } from '../../text/russian.js';
import { formatPhone, normalisePhone } from '../../users/phone.js';
import type { PersonalDetails } from '../../users/users.service.js';
import type { Form } from '../../web/form.js';
import { openedWith, secondOf, type SecondRow } from '../../web/second-form.js';
import type { ShownResident } from './resident.sql.js';

const LABELS: Readonly<Record<keyof PersonalDetails, string>> = {
  ...{ lastName: 'Фамилия', firstName: 'Имя' },
  ...{ middleName: 'Отчество', phone: 'Телефон' },
};

/** What the form of name and telephone begins with. */
export function detailsBegun(resident: ShownResident): Record<string, string> {
  const fields = fieldsOf(resident);
  return { ...fields, version: String(resident.version), opened: openedWith(fields) };
}

/** The form of whoever came second: what they have typed stays, the rest is as it stands now. Gives what differs. */
export function secondDetails(
  form: Form<object>,
  resident: ShownResident,
  change: PanelChange | undefined,
  timeZone: string,
): SecondRow[] {
  const typed = normalisePhone(String(form.values['phone'] ?? ''));
  if (typed) form.values['phone'] = formatPhone(typed);
  const rows = secondOf(form, LABELS, fieldsOf(resident));
  form.values['version'] = String(resident.version);
  const who = change ? `: ${change.who}, ${dateTime(change.at, timeZone)}` : '';
  form.reject('form', `Пока форма была открыта, данные изменились${who}.`);
  return rows;
}

function fieldsOf(resident: ShownResident): Record<keyof PersonalDetails, string> {
  const { first_name: firstName, middle_name: middleName, last_name: lastName, phone } = resident;
  return { firstName, middleName, lastName, phone: phone && formatPhone(phone) };
}
