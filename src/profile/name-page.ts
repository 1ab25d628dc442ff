import type { Change } from '../audit/history.js';
import { dateTime } from '../text/russian.js';
import { type Form } from '../web/form.js';
import { type Page, view } from '../web/page.js';
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
const NAMES = Object.keys(LABELS) as (keyof PersonalDetails)[];

/** «Имя и телефон». */
export function askName(form: Form<ProfileForm>): Page {
  return view('profile/name', { title: 'Имя и телефон', form });
}

/** What the form begins with: the fields as they stand, their version, and once more what is shown in them. */
export function shownName(user: User): Record<string, string> {
  const fields = {
    firstName: user.firstName,
    middleName: user.middleName,
    lastName: user.lastName,
    phone: user.phone === '' ? '' : formatPhone(user.phone),
  };
  return { ...fields, version: String(user.version), opened: JSON.stringify(fields) };
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
  const now = shownName(user);
  const was = readOpened(form.values['opened']);
  const rows = NAMES.map((name) => ({
    name,
    label: LABELS[name],
    was: was[name] ?? '',
    now: now[name] ?? '',
    typed: typedText(name, String(form.values[name] ?? '')),
  }));
  for (const { name, was: shown, now: current, typed } of rows) {
    if (typed === shown) form.values[name] = current;
  }
  Object.assign(form.values, { version: now['version'], opened: now['opened'] });
  form.reject(
    'form',
    `Пока эта страница была открыта, данные изменились${whoAndWhen(user, change, timeZone)}`,
  );
  const differing = rows
    .filter((row) => row.was !== row.now || row.typed !== row.now)
    .map((row) => ({ ...row, left: row.typed === row.was }));
  return view('profile/name', { title: 'Имя и телефон', form, conflict: differing }, 409);
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
function typedText(name: keyof PersonalDetails, text: string): string {
  const phone = name === 'phone' ? normalisePhone(text) : null;
  return phone ? formatPhone(phone) : text;
}

/** What the page says it showed; whatever else came is nothing. */
function readOpened(text: unknown): Partial<Record<string, string>> {
  try {
    const read: unknown = JSON.parse(String(text));
    const entries = typeof read === 'object' && read !== null ? Object.entries(read) : [];
    return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}
