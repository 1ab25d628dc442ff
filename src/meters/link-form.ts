import { Form } from '../platform/web/form.js';
import { dialText, readDial } from './dial.js';
import type { Entered } from './judgement.js';
import type { Meter } from './meter.js';
import { meterTitle, type NamedMeter } from './meter-name.js';
import { isSent } from './reading-links.service.js';

/** The names of the fields of one dial. */
export function dialNames(meterId: string, tariff: number): { whole: string; fraction: string } {
  return { whole: `whole-${meterId}-${tariff}`, fraction: `fraction-${meterId}-${tariff}` };
}

/** The name of the tick box «Всё верно» of a meter. */
export function sureName(meterId: string): string {
  return `sure-${meterId}`;
}

/** What the tick box says yes to: these very values. */
export function sureValue({ dial }: Pick<Meter, 'dial'>, values: readonly bigint[]): string {
  return values.map((value) => dialText(value, dial)).join(' ');
}

/** What came from the page of a link. */
export interface LinkForm {
  readonly form: Form;
  readonly entered: readonly Entered[];
  /** Whether «Всё верно» was said to these values. */
  readonly sure: (meterId: string, values: readonly bigint[]) => boolean;
}

/**
 * Reads the fields of all meters; a meter that was left empty is not sent now. Unlike other forms it has as many fields
 * as there are dials, and one that has gone from the page meanwhile is told by what was typed for it.
 */
export function readLinkForm(body: unknown, meters: readonly Meter[]): LinkForm {
  const text = textsOf(body);
  const form = Form.empty<Record<string, string>>();
  const entered = meters.flatMap((meter) => {
    const dials = Array.from({ length: meter.tariffs }, (_, tariff) => dialNames(meter.id, tariff));
    for (const name of [...dials.flatMap(({ whole, fraction }) => [whole, fraction]), sureName(meter.id)]) {
      form.values[name] = text(name);
    }
    if (dials.every(({ whole, fraction }) => text(whole) === '' && text(fraction) === '')) {
      return [];
    }
    const values = dials.flatMap(({ whole, fraction }) => {
      const read = readDial(text(whole), text(fraction), meter.dial);
      if (read.reason !== undefined) rejectDial(form, meter, whole, read.reason);
      return read.value === undefined ? [] : [read.value];
    });
    return [{ meterId: meter.id, values }];
  });
  const [first] = meters.filter((meter) => !isSent(meter));
  if (entered.length === 0 && first) {
    form.reject(dialNames(first.id, 0).whole, 'Введите показания хотя бы одного счетчика');
  }
  return {
    form,
    entered,
    sure: (meterId, values) => {
      const meter = meters.find(({ id }) => id === meterId);
      return meter !== undefined && text(sureName(meterId)) === sureValue(meter, values);
    },
  };
}

/** Puts a message on a dial; the summary of the page says also which meter it is about. */
export function rejectDial(form: Form, meter: NamedMeter, field: string, message: string): void {
  form.reject(field, message);
  const line = form.summary.find((one) => one.field === field && one.message === message);
  if (line) line.message = `${meterTitle(meter)}: ${message[0]!.toLowerCase()}${message.slice(1)}`;
}

/** Fields as text; one that came twice, or is longer than any dial, is empty. */
function textsOf(body: unknown): (name: string) => string {
  const input = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return (name) => {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    return typeof value === 'string' && value.length <= 100 ? value.normalize('NFC').trim() : '';
  };
}
