import { dialsShown, dialText } from '../../meters/dial.js';
import {
  isSent,
  leastOf,
  type Meter,
  mostOf,
  previousOf,
  standingText,
  valuesText,
} from '../../meters/meter.js';
import { meterTitle } from '../../meters/meter-name.js';
import { RESOURCES } from '../../meters/resource.js';
import { shortDay } from '../../text/month.js';
import { decimal } from '../../text/russian.js';
import { laterWords } from '../later-words.js';
import { littleWords, quantity, rejection, SOURCES, usualWords } from '../meter-words.js';
import { fieldsOf, meterNames, type ReadingsForm } from '../page/readings-form.js';
import { WARNING_WORDS } from '../panel/reading-words.js';
import { type Entered, validate, type ValidationResult } from '../validation.js';

/** A meter of a sheet, behind its door. */
export interface SheetMeter {
  readonly meter: Meter;
  readonly accountId: string;
  /** «кв. 15»; empty on the sheet of one flat. */
  readonly door: string;
}

/** How a line stands: written, to be confirmed, not taken, to be tried again, or nothing to be said. */
type LineTone = 'saved' | 'ask' | 'wrong' | 'later' | 'plain';

/** What is said of a line, to the page and to its script. */
export interface LineAnswer {
  readonly tone: LineTone;
  readonly text: string;
  /** «5,420 м³»; empty where there is nothing to compare with. */
  readonly used: string;
  /** What stands there now, as the form remembers it. */
  readonly seen: string;
  /** The values that «Верно» confirms; empty where there is nothing to confirm. */
  readonly sure: string;
  /** «необычно мало», which needs no answer; empty where it is not. */
  readonly little: string;
}

/** One value of a line. */
interface SheetField {
  readonly name: string;
  readonly tariff: string;
  readonly value: string;
  readonly error: string | undefined;
  /** What the script needs to see a doubt at once, in the smallest units of the dial. */
  readonly before: string | null;
  readonly most: string;
  readonly least: string;
}

/** A line as the page shows it. */
interface SheetLine extends LineAnswer {
  readonly id: string;
  readonly door: string;
  readonly account: string;
  readonly names: ReturnType<typeof meterNames>;
  readonly dial: Meter['dial'];
  readonly number: string;
  readonly title: string;
  readonly unit: string;
  readonly saveTo: string;
  /** What was entered of it before, and where that is cancelled. */
  readonly entries: string;
  readonly before: string;
  readonly beforeOn: string;
  readonly usual: string;
  /** What is only shown: nobody of the office writes over it here. */
  readonly fixed: string | false;
  readonly fields: readonly SheetField[];
}

/** The line of a meter: as it stands, or with what was said of what was typed. */
export function lineOf(
  { meter, accountId, door }: SheetMeter,
  form: ReadingsForm,
  today: string,
  said?: LineAnswer,
): SheetLine {
  const { dial, current } = meter;
  const names = meterNames(meter.id);
  const before = Array.from({ length: meter.tariffs }, (_, tariff) => previousOf(meter, tariff));
  const known = before.flatMap((one) => (one ? [one.value] : []));
  const takenOn = before[0]?.takenOn;
  return {
    ...{ id: meter.id, door, account: accountId, names, dial, number: meter.number },
    title: meterTitle(meter),
    unit: RESOURCES[meter.resource].unit,
    saveTo: `/office/accounts/${accountId}/readings/${meter.id}`,
    entries: `/office/accounts/${accountId}/meters/${meter.id}`,
    before: known.length < meter.tariffs ? '' : dialsShown(known, dial),
    beforeOn: takenOn ? shortDay(takenOn, today) : '',
    usual: Array.from({ length: meter.tariffs }, (_, tariff) => usualWords(meter, tariff))
      .map((words) => words.replace(/^обычно /, ''))
      .filter(Boolean)
      .join(' и '),
    fixed: isFixed(meter) && (current && isSent(meter) ? dialsShown(current.values, dial) : '—'),
    fields: fieldsOf(meter, form).map(({ whole, tariff, typed, error }, index) => ({
      ...{ name: whole, tariff, error },
      value: [typed.whole, typed.fraction].filter(Boolean).join(','),
      before: before[index] ? String(before[index].value) : null,
      most: String(mostOf(meter, index)),
      least: String(leastOf(meter, index)),
    })),
    ...(said ?? standingAnswer(meter, today)),
  };
}

/** What came from a resident or comes by itself is not typed over on a sheet. */
function isFixed({ automatic, current }: Meter): boolean {
  return automatic || (current?.status !== 'rejected' && ['cabinet', 'link'].includes(current?.source ?? ''));
}

/** What a line says before anybody types. */
function standingAnswer(meter: Meter, today: string): LineAnswer {
  const { current, automatic } = meter;
  const seen = standingText(meter);
  const plain = { tone: 'plain', used: '', seen, sure: '', little: '' } as const;
  const later = laterText(meter);
  if (!current) return { ...plain, text: automatic ? 'передаёт сам' : later };
  if (current.status === 'rejected') {
    return { ...plain, text: [`прежние ${rejection(current)}`, later].filter(Boolean).join('; ') };
  }
  const one = judged(meter, { meterId: meter.id, values: current.values });
  const told = { used: usedWords(one), little: littleWords(one) };
  const day = shortDay(current.takenOn, today);
  if (current.status === 'sent') {
    return { ...plain, ...told, text: `передано ${day}, необычное, ждёт решения` };
  }
  return isFixed(meter)
    ? { ...plain, ...told, text: automatic ? 'передаёт сам' : `передано в кабинете ${day}` }
    : { ...plain, tone: 'saved', ...told, text: `записано, ${SOURCES[current.source]} ${day}` };
}

/** What came after the window and counts for a later month: «передали 28 ноября (00128,000), зачтутся в декабре». */
function laterText({ later, dial }: Meter): string {
  if (!later) return '';
  const { values, takenOn, period } = later;
  return laterWords(takenOn, period, dialsShown(values, dial));
}

/** «необычно много», «через ноль»: what is asked before values are written. */
export function askWords({ doubts }: ValidationResult): string {
  return doubts.map((doubt) => WARNING_WORDS[doubt]).join(', ');
}

/** Said after what is wrong with a line whose value fits the water beside it. */
export function neighbourWords(other: Meter | undefined): string {
  if (!other) return '';
  const water = other.resource === 'hot_water' ? 'горячая' : 'холодная';
  return `; подходит к № ${other.number}, это ${water} вода: счетчики не перепутаны?`;
}

/** What was used by values; what is less than before has a minus. */
export function usedWords({ meter, values, verdicts }: ValidationResult): string {
  return verdicts
    .flatMap((verdict, tariff) => {
      if (verdict.kind !== 'refuse') {
        return verdict.consumption === null ? [] : [quantity(meter, verdict.consumption)];
      }
      const less = (previousOf(meter, tariff)?.value ?? 0n) - values[tariff]!;
      return [`−${decimal(dialText(less, meter.dial))}\u00A0${RESOURCES[meter.resource].unit}`];
    })
    .join(' и ');
}

/** The values of one line, held against what is known of its meter. */
export function judged(meter: Meter, entered: Entered): ValidationResult {
  return validate([meter], [entered])[0]!;
}

/** Somebody has written something else meanwhile: both are said, and «Верно» writes one's own. */
export function changedAnswer(meter: Meter, entered: Entered): LineAnswer {
  const { current } = meter;
  const one = judged(meter, entered);
  const doubts = askWords(one);
  const other = isSent(meter)
    ? `уже записано ${dialsShown(current!.values, meter.dial)}, ${SOURCES[current!.source]}; верно ваше ${dialsShown(entered.values, meter.dial)}?`
    : `прежнее показание ${current?.cancelled ? 'отменили' : 'отклонили'}, верно ваше?`;
  return {
    ...{ tone: 'ask', text: [other, doubts].filter(Boolean).join('; ') },
    ...{ used: usedWords(one), little: littleWords(one), seen: standingText(meter) },
    sure: valuesText(meter, entered.values),
  };
}

/** What cannot be read of a line; undefined where nothing was typed. */
export function wrongAnswer(meter: Meter, form: ReadingsForm): LineAnswer | undefined {
  const fields = fieldsOf(meter, form);
  const wrong = fields.find(({ error, typed }) => error !== undefined && typed.whole + typed.fraction !== '');
  const text = wrong?.error ?? fields.find(({ error }) => error !== undefined)?.error;
  const isTyped = fields.some(({ typed }) => typed.whole + typed.fraction !== '');
  return text !== undefined && isTyped
    ? // what stood there when the page was opened: what a colleague has written since is not overwritten unasked
      { tone: 'wrong', text, used: '', seen: seenIn(form, meter), sure: '', little: '' }
    : undefined;
}

function seenIn(form: ReadingsForm, meter: Meter): string {
  const seen = form.values[meterNames(meter.id).seen];
  return typeof seen === 'string' ? seen : standingText(meter);
}
