import { kopecks } from '../../imports/amounts.js';
import { isoDay } from '../../imports/dates.js';
import { oneLine } from './note.js';

const PURPOSE = 'НазначениеПлатежа';
const PARTS = [1, 2, 3, 4, 5, 6].map((part) => `${PURPOSE}${part}`);
const AMOUNT = 'Сумма';
/** What the format knows besides: a purpose may go on with lines that look like keys, too. */
const KEYS = new Set([
  ...'Номер Дата Сумма ДатаСписано ДатаПоступило ВидПлатежа ВидОплаты Код КодНазПлатежа Очередность'.split(
    ' ',
  ),
  ...'СрокПлатежа СрокАкцепта ВидАккредитива УсловиеОплаты1 УсловиеОплаты2 УсловиеОплаты3'.split(' '),
  ...'ПлатежПоПредст ДополнУсловия НомерСчетаПоставщика ДатаОтсылкиДок СтатусСоставителя'.split(' '),
  ...'ПоказательКБК ОКАТО ОКТМО ПоказательОснования ПоказательПериода ПоказательНомера'.split(' '),
  ...'ПоказательДаты ПоказательТипа КвитанцияДата КвитанцияВремя КвитанцияСодержание'.split(' '),
  ...['Плательщик', 'Получатель'].flatMap((who) => [
    ...['', '1', '2', '3', '4', 'Счет', 'ИНН', 'КПП', 'РасчСчет', 'Банк1', 'Банк2', 'БИК', 'Корсчет'].map(
      (what) => who + what,
    ),
  ]),
]);
/** A file that is no statement must not fill the memory. */
const MOST_KEYS = 500;
const MOST_LINES = 50;

/** One document of a statement: its keys, and its purpose in all its lines. */
export class OneCDocument {
  private readonly values = new Map<string, string>();
  private readonly more = new Map<string, string[]>();
  /** The part of the purpose that the last line belongs to. */
  private open: string | undefined;
  private sumFollowsPurpose = false;
  private secondSum: string | undefined;

  /** `row` is the line of the file where the document begins. */
  constructor(readonly row: number) {}

  /** Takes a line between the beginning and the end of the document. */
  take(line: string): void {
    const equals = line.indexOf('=');
    const key = equals < 0 ? '' : line.slice(0, equals).trim();
    const value = line.slice(equals + 1).trim();
    const isPurpose = key === PURPOSE || PARTS.includes(key);
    if (this.open !== undefined && !(isPurpose && !this.values.has(key)) && this.goesOn(key, value)) {
      const lines = this.more.get(this.open)!;
      if (lines.length < MOST_LINES) lines.push(line);
      return;
    }
    if (key === AMOUNT && this.values.has(AMOUNT) && this.sumFollowsPurpose) this.secondSum ??= value;
    if (key === AMOUNT && this.open !== undefined) this.sumFollowsPurpose = true;
    this.open = isPurpose ? key : undefined;
    if (isPurpose && this.values.has(key)) this.more.get(key)!.push(value);
    else if (isPurpose) this.more.set(key, []);
    // what comes first is the document's own
    if (key !== '' && !this.values.has(key) && this.values.size < MOST_KEYS) this.values.set(key, value);
  }

  /** The value of the first of the keys that has one. */
  at(...keys: readonly string[]): string {
    return keys.map((key) => this.values.get(key) ?? '').find((value) => value !== '') ?? '';
  }

  /** A second sum, where it cannot be told which of them is the document's. */
  get otherSum(): string | undefined {
    return this.secondSum;
  }

  /** The first line of the purpose, or its numbered parts: what was kept of it in former times. */
  get formerPurpose(): string {
    return this.at(PURPOSE) || PARTS.map((part) => this.at(part)).join(' ');
  }

  /** The whole purpose: banks give it in lines, in numbered parts, or in both. */
  get purpose(): string {
    const main = this.whole(PURPOSE);
    const parts = oneLine(PARTS.map((part) => this.whole(part)).join(' '));
    if (holds(main, parts)) return main;
    return holds(parts, main) ? parts : oneLine(`${main} ${parts}`);
  }

  private whole(key: string): string {
    return oneLine([this.values.get(key) ?? '', ...(this.more.get(key) ?? [])].join(' '));
  }

  /** Whether a line after a purpose belongs to it: it has no key of the format, or one that the document has, or no value for it. */
  private goesOn(key: string, value: string): boolean {
    if (!KEYS.has(key)) return true;
    if (key === AMOUNT && this.sumFollowsPurpose) return false;
    if (this.values.has(key)) return true;
    if (key === AMOUNT) return kopecks(value).reason !== undefined;
    return /^Дата/.test(key) && value !== '' && isoDay(value) === undefined;
  }
}

function holds(whole: string, part: string): boolean {
  return whole.replace(/\s/g, '').includes(part.replace(/\s/g, ''));
}
