import { type Meter, isSent, valuesText } from '../../meters/meter.js';
import { tariffNames } from '../../meters/resource.js';
import { Form, formKeyOf } from '../../web/form.js';
import { dialText, readDial } from '../../meters/dial.js';
import { lessWords, refusalWords } from '../meter-words.js';
import type { Entered, RejectedValue } from '../validation.js';
import { meterTitle } from '../../meters/meter-name.js';

const LONGEST = 30;
const WHOLE = /^whole-(.{36})-\d$/;

/** The names of the fields of one dial. */
function dialNames(meterId: string, tariff: number): { whole: string; fraction: string } {
  return { whole: `whole-${meterId}-${tariff}`, fraction: `fraction-${meterId}-${tariff}` };
}

/** The names of what else the form carries for a meter: the box «Всё верно», the month, and what stood there. */
export function meterNames(meterId: string): { sure: string; month: string; seen: string } {
  return { sure: `sure-${meterId}`, month: `month-${meterId}`, seen: `seen-${meterId}` };
}

/** What somebody typed into dials, as they typed it: «197,5». For a page that does not know the meters any more. */
export function typedDials(body: object): string[] {
  const typed = new Map(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']),
  );
  return [...typed.keys()]
    .filter((name) => WHOLE.test(name))
    .map((name) => [typed.get(name), typed.get(name.replace('whole', 'fraction'))].filter(Boolean).join(','))
    .filter(Boolean)
    .map((text) => text.slice(0, 2 * LONGEST));
}

/** Readings as they were typed: a field, or two, for each tariff of each meter; unlike others it has as many as there are. */
export class ReadingsForm extends Form {
  readonly entered: Entered[] = [];

  /** How the summary calls a meter: where it has those of several flats, with the flat. */
  constructor(private readonly nameOf: (meter: Meter) => string = meterTitle) {
    super();
  }

  /** The form before anybody typed: what was sent before stands in it to be corrected. */
  static of(meters: readonly Meter[]): ReadingsForm {
    const form = new ReadingsForm();
    for (const meter of meters.filter(isSent)) {
      for (const [tariff, value] of meter.current!.values.entries()) {
        const { whole, fraction } = dialNames(meter.id, tariff);
        const [digits = '', places = ''] = dialText(value, meter.dial).split('.');
        Object.assign(form.values, { [whole]: digits, [fraction]: places });
      }
    }
    return form;
  }

  /** The form that a request carries; what cannot be a reading is refused at its field, a meter left empty is not sent. */
  static from(body: unknown, meters: readonly Meter[], nameOf?: (meter: Meter) => string): ReadingsForm {
    const form = new ReadingsForm(nameOf);
    const input = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    form.key = formKeyOf(input);
    const asked = meters.filter(({ id }) => input[dialNames(id, 0).whole] !== undefined);
    for (const meter of asked) form.takeMeter(input, meter);
    form.refuseUnknownMeters(input, meters);
    if (form.entered.length === 0 && form.summary.length === 0) {
      const [first] = asked.length > 0 ? asked : meters;
      form.reject(first ? dialNames(first.id, 0).whole : 'form', 'Введите показания хотя бы одного счетчика');
    }
    return form;
  }

  /** What was found in the form and left as it was belongs to its month: the fields of the next one begin empty. */
  leaveToTheirMonth(meters: readonly Meter[]): void {
    for (const { meterId, values, seen, period } of this.entered) {
      const meter = meters.find(({ id }) => id === meterId);
      if (!meter || period === meter.period || seen !== valuesText(meter, values)) continue;
      for (const tariff of values.keys()) {
        for (const name of Object.values(dialNames(meterId, tariff))) this.values[name] = '';
      }
    }
  }

  /** What was typed for a value, or stands there. */
  typedFor(meterId: string, tariff: number): { whole: string; fraction: string } {
    const { whole, fraction } = dialNames(meterId, tariff);
    return { whole: String(this.values[whole] ?? ''), fraction: String(this.values[fraction] ?? '') };
  }

  /** Whether a field of a meter cannot be read, or was refused. */
  isWrong(meterId: string): boolean {
    return Object.keys(this.errors).some((field) => field.startsWith(`whole-${meterId}-`));
  }

  /** Puts a message on a dial; the summary says also which meter and tariff it is about, in its own words if given. */
  rejectDial(meter: Meter, tariff: number, message: string, inSummary = message): void {
    const field = dialNames(meter.id, tariff).whole;
    if (this.errors[field] !== undefined) return;
    this.reject(field, message);
    const name = tariffNames(meter.tariffs)[tariff] ?? '';
    const subject = name === '' ? this.nameOf(meter) : `${this.nameOf(meter)}, ${name.toLowerCase()}`;
    this.summary.at(-1)!.message = `${subject}: ${inSummary[0]!.toLowerCase()}${inSummary.slice(1)}`;
  }

  /** Says at each field why its value is not taken; at the top also by which numbers. */
  refuse(meters: readonly Meter[], refusals: readonly RejectedValue[]): void {
    for (const { meterId, tariff, why } of refusals) {
      const meter = meters.find(({ id }) => id === meterId)!;
      const values = this.entered.find((one) => one.meterId === meterId)?.values;
      const less = why === 'less' && values ? lessWords(meter, tariff, values[tariff]!) : undefined;
      this.rejectDial(meter, tariff, refusalWords(why, meter), less);
    }
  }

  private takeMeter(input: Record<string, unknown>, meter: Meter): void {
    const names = meterNames(meter.id);
    if (typeof input[names.seen] === 'string') this.values[names.seen] = input[names.seen] as string;
    const values = Array.from({ length: meter.tariffs }, (_, tariff) => this.takeDial(input, meter, tariff));
    if (values.every((value) => value === null)) return;
    for (const [tariff, value] of values.entries()) {
      if (value === null) this.rejectDial(meter, tariff, 'Введите показания');
    }
    const isWrong = (tariff: number) => this.errors[dialNames(meter.id, tariff).whole] !== undefined;
    if ([...values.keys()].some(isWrong)) return;
    const units = values.map((value) => value ?? 0n);
    this.entered.push({
      meterId: meter.id,
      values: units,
      sure: input[names.sure] === valuesText(meter, units),
      ...(typeof input[names.month] === 'string' && { period: input[names.month] as string }),
      ...(typeof input[names.seen] === 'string' && { seen: input[names.seen] as string }),
    });
  }

  /** The value of a dial; null when nothing was typed. */
  private takeDial(input: Record<string, unknown>, meter: Meter, tariff: number): bigint | null {
    const names = dialNames(meter.id, tariff);
    const [whole, fraction] = [names.whole, names.fraction].map((name) => {
      const value = input[name];
      if (Array.isArray(value)) {
        this.rejectDial(meter, tariff, 'Это поле пришло дважды, заполните его ещё раз');
      }
      const text = typeof value === 'string' ? value.normalize('NFC').trim() : '';
      if (text.length > LONGEST) this.rejectDial(meter, tariff, 'Слишком много цифр');
      this.values[name] = text.slice(0, LONGEST);
      return text.slice(0, LONGEST);
    }) as [string, string];
    if (whole === '' && fraction === '') return null;
    const read = readDial(whole, fraction, meter.dial);
    if (read.reason !== undefined) this.rejectDial(meter, tariff, read.reason);
    return read.value ?? 0n;
  }

  /** A meter may have been taken off while somebody typed what it showed. */
  private refuseUnknownMeters(input: Record<string, unknown>, meters: readonly Meter[]): void {
    for (const [name, value] of Object.entries(input)) {
      const [, id] = WHOLE.exec(name) ?? [];
      if (id !== undefined && value !== '' && !meters.some((meter) => meter.id === id)) {
        const typed = typeof value === 'string' ? `, для которого вы ввели ${value.slice(0, LONGEST)},` : '';
        this.reject(
          'form',
          `Список счетчиков изменился: счетчика${typed} на лицевом счете больше нет. Проверьте остальные показания и отправьте их ещё раз`,
        );
      }
    }
  }
}

/** One value of a meter as a page asks for it. */
export interface FieldView {
  readonly whole: string;
  readonly fraction: string;
  readonly label: string;
  /** «День»; empty where the meter has one tariff. */
  readonly tariff: string;
  readonly typed: { whole: string; fraction: string };
  readonly error: string | undefined;
}

/** The fields of a meter with what was typed and what is wrong with it. */
export function fieldsOf(meter: Meter, form: ReadingsForm): FieldView[] {
  return tariffNames(meter.tariffs).map((name, tariff) => {
    const names = dialNames(meter.id, tariff);
    return {
      ...names,
      label: name === '' ? 'Сейчас на счетчике' : name,
      tariff: name,
      typed: form.typedFor(meter.id, tariff),
      error: form.errors[names.whole],
    };
  });
}
