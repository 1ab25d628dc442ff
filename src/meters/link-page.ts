import { calendarDay, monthAndYear } from '../platform/text/month.js';
import { type Page, view } from '../platform/web/page.js';
import { dialDigits } from './dial.js';
import type { Judgement } from './judgement.js';
import { dialNames, type LinkForm, sureName, sureValue } from './link-form.js';
import { doubtText } from './link-words.js';
import type { Meter } from './meter.js';
import { numberTail } from './meter-name.js';
import { isSent, type OpenLink } from './reading-links.service.js';
import { RESOURCES, tariffNames } from './resource.js';

/** The address of such a page is a right: it is told to nobody. */
const PRIVATE = { 'Referrer-Policy': 'no-referrer' };

/** The form, with what was typed, what is wrong with it, and what is asked about it. */
export function askPage(
  to: string,
  link: OpenLink,
  { form, entered, sure }: LinkForm,
  asked: readonly Judgement[] = [],
): Page {
  const meters = link.meters.map((meter) => {
    const values = entered.find(({ meterId }) => meterId === meter.id)?.values ?? [];
    const judgement = asked.find((one) => one.meter.id === meter.id);
    const agreed = values.length === meter.tariffs && sure(meter.id, values);
    return {
      ...named(meter),
      sent: isSent(meter),
      dials: tariffNames(meter.tariffs).map((tariff, index) => dialOf(meter, tariff, index, form)),
      question: (judgement || agreed) && {
        texts: judgement?.doubts.map((doubt) => doubtText(doubt)) ?? [],
        name: sureName(meter.id),
        value: sureValue(meter, values),
        shown: shown(meter, values),
        agreed,
      },
    };
  });
  const left = link.meters.filter((meter) => !isSent(meter));
  const title = left.length === 0 ? 'Показания уже переданы' : `Показания за ${monthAndYear(link.period)}`;
  const data = { title, to, form, meters, asking: asked.length > 0, several: left.length > 1 };
  return left.length === 0
    ? view('readings/by-link-sent', { title, form, month: monthAndYear(link.period) }, undefined, PRIVATE)
    : view('readings/by-link', { ...data, until: calendarDay(link.until) }, undefined, PRIVATE);
}

/** The end of it: what was sent, and the number to refer to. */
export function donePage(
  to: string,
  link: OpenLink,
  { entered }: LinkForm,
  { number, unusual }: { number: string | null; unusual: boolean },
): Page {
  const sent = link.meters.flatMap((meter) => {
    const values = entered.find(({ meterId }) => meterId === meter.id)?.values;
    return values ? [{ ...named(meter), shown: shown(meter, values) }] : [];
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
export function brokenLinkPage(): Page {
  return view('readings/broken-link', { title: 'Ссылка не подошла' }, 404, PRIVATE);
}

function named(meter: Meter): { resource: string; place: string; tail: string; unit: string } {
  const { title, unit } = RESOURCES[meter.resource];
  return { resource: title, place: meter.place, tail: numberTail(meter.number), unit };
}

function dialOf(meter: Meter, tariff: string, index: number, form: LinkForm['form']): object {
  const { whole, fraction } = dialNames(meter.id, index);
  return {
    label: tariff === '' ? 'Сейчас на счетчике' : tariff,
    tariff,
    whole: { name: whole, value: form.values[whole] },
    fraction: meter.dial.decimals > 0 && {
      name: fraction,
      value: form.values[fraction],
      digits: meter.dial.decimals,
    },
    error: form.errors[whole],
  };
}

/** «00123,450»; of several tariffs with «и» between. */
function shown({ dial }: Meter, values: readonly bigint[]): string {
  return values
    .map((value) => {
      const { whole, fraction } = dialDigits(value, dial);
      return fraction === '' ? whole : `${whole},${fraction}`;
    })
    .join(' и ');
}
