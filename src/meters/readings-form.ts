import { Form } from '../platform/web/form.js';
import { dialText, readDial } from './dial.js';
import type { Entered } from './judgement.js';
import type { Meter } from './meter.js';

const MOST_METERS = 50;
const LONGEST = 30;

/** What somebody has typed for one meter, by tariff. */
interface Typed {
  readonly whole: string;
  readonly fraction: string;
}

/** A form with a field, or two, for each tariff of each meter; it has as many as the account has meters. */
export class ReadingsForm extends Form {
  readonly entered: Entered[] = [];
  /** The month that the page promised, by meter. */
  readonly periods = new Map<string, string>();
  private readonly sure = new Map<string, string>();
  private readonly typed = new Map<string, Typed[]>();

  /** The form before anybody typed: what was sent before stands in it to be corrected. */
  static of(meters: readonly Meter[]): ReadingsForm {
    const form = new ReadingsForm();
    for (const { id, current, dial } of meters) {
      if (current && current.status !== 'rejected') {
        form.typed.set(
          id,
          current.values.map((value) => {
            const [whole = '', fraction = ''] = dialText(value, dial).split('.');
            return { whole, fraction };
          }),
        );
      }
    }
    return form;
  }

  /** The form that a request carries; what cannot be a reading is refused at its field. */
  static from(body: unknown, meters: readonly Meter[]): ReadingsForm {
    const form = new ReadingsForm();
    const input = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const asked = Array.from({ length: MOST_METERS }, (_, index) => index).filter(
      (index) => input[`m-${index}`] !== undefined,
    );
    // Meters that are closed to residents have a number but no fields: numbers may be missing between others.
    for (const index of asked) {
      const meter = meters.find(({ id }) => id === input[`m-${index}`]);
      if (meter && !form.typed.has(meter.id)) {
        form.takeMeter(input, index, meter, meters.indexOf(meter));
      } else {
        form.reject('form', 'Список счетчиков изменился. Проверьте показания и отправьте их ещё раз');
      }
    }
    if (form.entered.length === 0 && form.summary.length === 0) {
      form.reject(`w-${asked[0] ?? 0}-0`, 'Введите показания хотя бы одного счетчика');
    }
    return form;
  }

  /** What stands in the fields of a meter. */
  typedFor(meterId: string, tariff: number): Typed {
    return this.typed.get(meterId)?.[tariff] ?? { whole: '', fraction: '' };
  }

  /** Whether «Всё верно» was ticked for these very values: the box stands for what had been typed when it appeared. */
  isSure(meter: Meter, values: readonly bigint[]): boolean {
    return this.sure.get(meter.id) === valuesText(meter, values);
  }

  private takeMeter(input: Record<string, unknown>, from: number, meter: Meter, index: number): void {
    const typed = Array.from({ length: meter.tariffs }, (_, tariff) => ({
      whole: this.text(input[`w-${from}-${tariff}`], `w-${index}-${tariff}`),
      fraction: this.text(input[`f-${from}-${tariff}`], `w-${index}-${tariff}`),
    }));
    this.typed.set(meter.id, typed);
    this.sure.set(meter.id, String(input[`sure-${from}`]));
    this.periods.set(meter.id, String(input[`p-${from}`]));
    if (typed.every(({ whole, fraction }) => whole === '' && fraction === '')) {
      return;
    }
    const values = typed.map(({ whole, fraction }, tariff) => {
      const read = readDial(whole, fraction, meter.dial);
      if (read.reason !== undefined) this.reject(`w-${index}-${tariff}`, read.reason);
      return read.value ?? 0n;
    });
    this.entered.push({ meterId: meter.id, values });
  }

  private text(value: unknown, field: string): string {
    if (Array.isArray(value)) {
      this.reject(field, 'Это поле пришло дважды, заполните его ещё раз');
    }
    const text = typeof value === 'string' ? value.trim() : '';
    if (text.length > LONGEST) {
      this.reject(field, 'Слишком много цифр');
    }
    return text.slice(0, LONGEST);
  }
}

/** Values as a tick box remembers them. */
export function valuesText({ dial }: Pick<Meter, 'dial'>, values: readonly bigint[]): string {
  return values.map((value) => dialText(value, dial)).join(' ');
}
