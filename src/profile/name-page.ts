import type { Change } from '../audit/history.js';
import { dateTime } from '../text/russian.js';
import { type Form } from '../web/form.js';
import { type Page, view } from '../web/page.js';
import { openedWith, secondOf } from '../web/second-form.js';
import { formatPhone, normalisePhone } from '../users/phone.js';
import type { User } from '../users/user.entity.js';
import type { PersonalDetails } from '../users/users.service.js';
import type { ProfileForm } from './profile.forms.js';

const LABELS: Readonly<Record<keyof PersonalDetails, string>> = {
  firstName: 'Имя',
  middleName: 'Отчество',
  lastName: 'Фамилия',
  phone: 'Телефон',
};

/** «Имя и телефон». */
export function askName(form: Form<ProfileForm>): Page {
  return view('profile/name', { title: 'Имя и телефон', form });
}

/** What the form begins with: the fields as they stand, their version, and once more what is shown in them. */
export function shownName(user: User): Record<keyof PersonalDetails | 'version' | 'opened', string> {
  const fields = {
    firstName: user.firstName,
    middleName: user.middleName,
    lastName: user.lastName,
    phone: user.phone === '' ? '' : formatPhone(user.phone),
  };
  return { ...fields, version: String(user.version), opened: openedWith(fields) };
}

/**
 * The page of whoever came second: was, is and typed side by side. What was typed stays in the form, what was left
 * alone is as it stands now, and sending again overwrites.
 */
export function nameConflict(
  form: Form<ProfileForm>,
  user: User,
  change: Change | undefined,
  timeZone: string,
): Page {
  const { firstName, middleName, lastName, phone, version } = shownName(user);
  form.values['phone'] = typedPhone(String(form.values['phone'] ?? ''));
  const rows = secondOf(form, LABELS, { firstName, middleName, lastName, phone });
  form.values['version'] = version;
  form.reject(
    'form',
    `Пока эта страница была открыта, данные изменились${whoAndWhen(user, change, timeZone)}`,
  );
  return view('profile/name', { title: 'Имя и телефон', form, conflict: rows }, 409);
}

function whoAndWhen({ id }: User, change: Change | undefined, timeZone: string): string {
  if (!change) return '.';
  const own = change.actor_id === id;
  const who = own
    ? 'вы сохранили их в другом окне или на другом устройстве'
    : 'их изменил сотрудник компании';
  return `: ${who}, ${dateTime(change.at, timeZone)}.`;
}

/** As it would be shown once it is kept. */
function typedPhone(text: string): string {
  const phone = normalisePhone(text);
  return phone ? formatPhone(phone) : text;
}
