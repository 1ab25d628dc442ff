import { dayIn, momentIn } from '../../core/clock.js';
import { isUuid } from '../../core/ids.js';
import { localTime } from '../../text/local-time.js';
import type { Form } from '../../web/form.js';
import type { AnnouncementKind } from '../announcement.js';
import type { NewAnnouncement } from '../announcements.service.js';
import { isService } from '../services.js';
import type { AnnouncementForm } from './announcement.forms.js';

/** As much of any form here as the moments in it need. */
interface TypedMoments {
  readonly values: Readonly<Record<string, string | string[]>>;
  reject(field: string, message: string): unknown;
}

const YEAR_MS = 366 * 86_400_000;

/** A moment as two fields show it. */
export function fieldsOfMoment(at: Date | null, timeZone: string): { day: string; time: string } {
  if (!at) return { day: '', time: '' };
  const { hour, minute } = localTime(at, timeZone);
  return { day: dayIn(at, timeZone), time: `${hour}:${minute}` };
}

/** The end that was typed: null where it is not known, undefined where the form has been told what is wrong. */
export function endOf(
  form: TypedMoments,
  { kind, starts, now }: { kind: string; starts?: Date; now: Date },
  timeZone: string,
): Date | null | undefined {
  const { toDay, toTime } = form.values as { toDay: string; toTime: string };
  const reject = (message: string): undefined => {
    form.reject('toDay', message);
    return undefined;
  };
  if (toDay === '' && toTime === '') {
    return kind === 'emergency'
      ? null
      : reject('Укажите, до какого дня и часа. Без срока бывает только авария');
  }
  if (toDay === '' || toTime === '') return reject('Укажите и день, и час окончания');
  const ends = momentIn(toDay, toTime, timeZone);
  if (!ends) return reject('Такого дня или часа нет, проверьте окончание');
  if (starts && ends <= starts) return reject('Окончание раньше начала. Проверьте день и час');
  if (ends <= now) return reject('Это время уже прошло. Укажите новое окончание');
  if (ends.getTime() - now.getTime() > YEAR_MS) return reject('До окончания больше года. Проверьте год');
  return ends;
}

/** The beginning that was typed; undefined where the form has been told what is wrong. */
export function startOf(form: TypedMoments, now: Date, timeZone: string): Date | undefined {
  const { fromDay, fromTime } = form.values as { fromDay: string; fromTime: string };
  if (fromDay === '' || fromTime === '') return undefined;
  const starts = momentIn(fromDay, fromTime, timeZone);
  const problem = !starts
    ? 'Такого дня или часа нет, проверьте начало'
    : Math.abs(starts.getTime() - now.getTime()) > YEAR_MS
      ? 'До начала больше года. Проверьте год'
      : undefined;
  if (problem) form.reject('fromDay', problem);
  return problem ? undefined : starts;
}

/** Ids among what came in an address or in a hidden field. */
export function idsIn(text: unknown): string[] {
  return typeof text === 'string' ? text.split(',').filter(isUuid).slice(0, 100) : [];
}

/** What the form says, checked; undefined where it has been told what is wrong. Houses are known by the caller. */
export function inputOf(
  form: Form<AnnouncementForm>,
  houses: readonly string[],
  now: Date,
  timeZone: string,
): NewAnnouncement | undefined {
  const values = form.values as Record<string, string>;
  const { kind = '', service = '', wholeCompany = '', entrances = '', text = '' } = values;
  const whole = wholeCompany !== '';
  const starts = startOf(form, now, timeZone);
  const ends = endOf(form, { kind, starts, now }, timeZone);
  if (kind !== 'news' && !isService(service)) form.reject('service', 'Выберите, что отключено');
  if (kind === 'news' && text === '') form.reject('text', 'Напишите новость');
  if (!whole && houses.length === 0) {
    form.reject('houses', 'Отметьте хотя бы один дом или «весь жилфонд»');
  }
  if (entrances !== '' && (whole || houses.length > 1)) {
    form.reject(
      'entrances',
      'Подъезды можно указать, когда отмечен один дом. Для нескольких напишите их в тексте',
    );
  }
  const { data } = form;
  if (!data || !starts || ends === undefined) return undefined;
  return {
    kind: kind as AnnouncementKind,
    service: kind === 'news' || !isService(service) ? null : service,
    ...{ title: data.title, text, note: data.note, entrances },
    wholeCompany: whole,
    houses: whole ? [] : houses,
    startsAt: starts,
    endsAt: ends,
    requests: idsIn(data.requests),
  };
}
