import { span, until, when } from '../../text/moments.js';
import { date, plural } from '../../text/russian.js';
import { formatPhone } from '../../users/phone.js';
import type { Order } from './orders.service.js';

/** An order on its page. */
export function orderShown(order: Order, now: Date, timeZone: string): object {
  const { due_at: due, soon_at: soon, executor_step: step, finished_at: finished } = order;
  const left = due && due.getTime() - now.getTime();
  return {
    ...{ id: order.id, number: order.number, address: order.address, category: order.category_title },
    ...{ text: order.text, access: order.access, comesAt: order.comes_at, emergency: order.emergency },
    ...{ applicant: withInitials(order.applicant), phone: formatPhone(order.phone), photos: order.photos },
    ...{ open: due !== null, accepted: step !== null, arrived: step === 'arrived', done: finished !== null },
    step: step === null ? 'accepted' : 'arrived',
    dial: order.phone.replace(/[^\d+]/g, ''),
    map: `geo:0,0?${new URLSearchParams({ q: order.address }).toString()}`,
    term: due && until(due, now, timeZone),
    left: left !== null && (left < 0 ? `просрочено на ${span(left)}` : `осталось ${span(left)}`),
    tone: !due || !soon ? 'calm' : now > due ? 'late' : now >= soon ? 'soon' : 'calm',
    finished: finished && when(finished, now, timeZone),
    work: [order.work_done, order.materials].filter(Boolean).join(', '),
  };
}

/** The page of all orders: the first open one whole, the others as lines. */
export function ordersShown(orders: readonly Order[], now: Date, timeZone: string): object {
  const open = orders.filter(({ due_at: due }) => due !== null);
  const done = orders.filter(({ due_at: due }) => due === null);
  const count = orders.length;
  const words = `${count} ${plural(count, 'наряд', 'наряда', 'нарядов')}`;
  const finished = done.length > 0 ? `, сделано ${done.length}` : '';
  const [first, ...others] = open;
  return {
    day: date(now, timeZone).replace(/ \d+$/, ''),
    count: count > 0 ? words + finished : 'На сегодня нарядов нет',
    first: first && orderShown(first, now, timeZone),
    others: others.map((order) => orderShown(order, now, timeZone)),
    done: done.map((order) => orderShown(order, now, timeZone)),
  };
}

/** «Белова И. П.» of «Белова Ирина Петровна»: enough to ask for, and it fits a button. */
function withInitials(name: string): string {
  const [surname = '', ...others] = name.split(' ').filter(Boolean);
  return [surname, ...others.slice(0, 2).map(([letter = '']) => `${letter}.`)].join('\u00A0');
}
