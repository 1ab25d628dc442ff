import type { Warning } from '../../meters/reading-check.js';
import type { Rejection, ValidationResult } from '../validation.js';
import { calendarDay, monthAndYear } from '../../text/month.js';
import { type Page, view } from '../../web/page.js';
import { dialsShown } from '../../meters/dial.js';
import { fieldsOf, meterNames, type ReadingsForm } from '../page/readings-form.js';
import { isSent, type Meter, valuesText } from '../../meters/meter.js';
import { numberTail } from '../../meters/meter-name.js';
import type { OpenLink } from './reading-links.service.js';
import { RESOURCES } from '../../meters/resource.js';

/** The address of such a page is a right: it is told to nobody. */
const PRIVATE = { 'Referrer-Policy': 'no-referrer' };

/** The form, with what was typed, what is wrong with it, and what is asked about it. */
export function askPage(
  to: string,
  link: OpenLink,
  form: ReadingsForm,
  asked: readonly ValidationResult[] = [],
): Page {
  const meters = link.meters.map((meter) => ({
    ...named(meter),
    decimals: meter.dial.decimals,
    drums: RESOURCES[meter.resource].drums,
    sent: isSent(meter),
    fields: fieldsOf(meter, form),
    question: questionOf(meter, form, asked),
  }));
  const left = link.meters.filter((meter) => !isSent(meter));
  const month = monthAndYear(link.period);
  const title = left.length === 0 ? 'Показания уже переданы' : `Показания за ${month}`;
  const data = { title, to, form, meters, asking: asked.length > 0, several: left.length > 1 };
  return left.length === 0
    ? view('readings/by-link-sent', { title, form, month }, undefined, PRIVATE)
    : view('readings/by-link', { ...data, until: calendarDay(link.until) }, undefined, PRIVATE);
}

/** The end of it: what was sent, and the number to refer to. */
export function donePage(
  to: string,
  link: OpenLink,
  { entered }: ReadingsForm,
  { number, unusual }: { number: string | null; unusual: boolean },
): Page {
  const sent = link.meters.flatMap((meter) => {
    const values = entered.find(({ meterId }) => meterId === meter.id)?.values;
    return values ? [{ ...named(meter), shown: dialsShown(values, meter.dial) }] : [];
  });
  const data = {
    title: number === null ? 'Показания приняты' : `Показания приняты, справка № ${number}`,
    to,
    sent,
    unusual,
    month: monthAndYear(link.period),
    until: calendarDay(link.until),
    more: link.meters.some((meter) => !isSent(meter) && !entered.some(({ meterId }) => meterId === meter.id)),
  };
  return view('readings/by-link-done', data, 200, PRIVATE);
}

/** One answer to whatever is wrong with a link. */
export function brokenLinkPage(typed: readonly string[] = []): Page {
  return view('readings/broken-link', { title: 'Ссылка не подошла', typed: typed.join('; ') }, 404, PRIVATE);
}

function named(meter: Meter): { title: string; place: string; tail: string; unit: string } {
  const { title, unit } = RESOURCES[meter.resource];
  return { title, place: meter.place, tail: numberTail(meter.number), unit };
}

/** What is asked about a meter, or was answered already while another field is put right. */
function questionOf(
  meter: Meter,
  { entered }: ReadingsForm,
  asked: readonly ValidationResult[],
): object | null {
  const values = entered.find(({ meterId }) => meterId === meter.id);
  const judgement = asked.find(({ meterId }) => meterId === meter.id);
  if (!values || !(judgement || values.sure)) return null;
  return {
    texts: judgement?.doubts.map((doubt) => doubtText(doubt)) ?? [],
    name: meterNames(meter.id).sure,
    value: valuesText(meter, values.values),
    shown: dialsShown(values.values, meter.dial),
    agreed: values.sure ?? false,
  };
}

/** Why values that came by a link were not taken; no word of what was before. */
export function refusalText(why: Rejection): string {
  return REFUSALS[why];
}

/** What is asked about unusual values. */
function doubtText(doubt: Warning): string {
  return DOUBTS[doubt];
}

const CLOSED = 'Приём показаний за этот месяц закончился';

const REFUSALS: Readonly<Record<Rejection, string>> = {
  less: 'Меньше прежних показаний. Проверьте, все ли цифры на месте и тот ли это счетчик',
  closed: CLOSED,
  period: CLOSED,
  locked: 'Показания этого счетчика уже переданы. Исправить их можно в личном кабинете',
  automatic: 'Этот счетчик передаёт показания сам',
  removed: 'Этот счетчик больше не используется',
  future: 'Эта дата ещё не наступила',
  changed: 'Показания этого счетчика уже переданы. Исправить их можно в личном кабинете',
};

const DOUBTS: Readonly<Record<Warning, string>> = {
  growth: 'Это намного больше, чем бывает обычно. Проверьте, не попали ли цифры после запятой в целую часть.',
  rollover: 'Это меньше прежних показаний. Так бывает, только если счетчик дошёл до девяток и начал с нулей.',
  later: 'Это больше показаний, которые уже переданы за следующий месяц.',
  swapped: 'Похоже, показания холодной и горячей воды перепутаны местами.',
};
