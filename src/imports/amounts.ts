import { withoutTail } from '../text/tail.js';
import { short, visible } from './cells.js';
import { NO_RESULT, rounded } from './sheet-values.js';

/** A value of a cell, or why there is none. */
export type Read<T> = { readonly value: T; readonly reason?: undefined } | { readonly reason: string };

/** 100 billion roubles: whoever owes more has a misplaced point. */
const MAX_KOPECKS = 1e13;
const MAX_WHOLE_DIGITS = 12;
const MAX_FRACTION_DIGITS = 10;
const [ZERO, NINE, MINUS, POINT, COMMA] = [48, 57, 45, 46, 44];

/** Roubles as kopecks where they are written in the plainest way, `-1234.5`; NaN asks for a closer look. */
export function plainKopecks(text: string): number {
  const length = text.length;
  if (length === 0 || length > 13) return NaN;
  let index = text.charCodeAt(0) === MINUS ? 1 : 0;
  const start = index;
  let value = 0;
  let code = 0;
  while (index < length && (code = text.charCodeAt(index)) >= ZERO && code <= NINE) {
    value = value * 10 + code - ZERO;
    index += 1;
  }
  if (index === start) return NaN;
  value *= 100;
  if (index < length) {
    const places = length - index - 1;
    if ((code !== POINT && code !== COMMA) || places < 1 || places > 2) return NaN;
    for (let place = 1; place <= places; place++) {
      code = text.charCodeAt(index + place);
      if (code < ZERO || code > NINE) return NaN;
      value += (code - ZERO) * (place === 1 ? 10 : 1);
    }
  }
  if (value > MAX_KOPECKS) return NaN;
  return start === 1 && value !== 0 ? -value : value;
}

/** The sign before kopecks. */
export type DecimalSign = ',' | '.';

/** «1,000» and «12.500»: a thousand or one, which another sum of the column has to tell. */
const ONE_GROUP = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const TELLING = /^[+-]?(?:\d[\d\s.,']*)?\d([.,])(?:\d{1,2}|\d{4,})$/u;
const TELLING_GROUPS = /^[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+$/;

/** Whether a sum has exactly three digits after its only sign, and nothing tells what that is. */
export function hasOneGroup(text: string): boolean {
  return ONE_GROUP.test(bareSum(text));
}

/** Which sign a sum shows to be the decimal one: the last of two, or one before kopecks, or the other than parts thousands. */
export function decimalSign(text: string): DecimalSign | undefined {
  const bare = bareSum(text);
  const groups = TELLING_GROUPS.exec(bare)?.[1];
  if (groups) return groups === ',' ? '.' : ',';
  return TELLING.exec(bare)?.[1] as DecimalSign | undefined;
}

/** Roubles as kopecks, in any way offices write them: `1 234,50`, `−5`, `1.234,56`, `12 ₽`. */
export function kopecks(text: string, decimal?: ',' | '.'): Read<number> {
  const parts = numberParts(text, decimal);
  if (parts.reason !== undefined) return parts;
  const { minus, whole, fraction } = parts.value;
  if (decimal === undefined && fraction.length < 3 && hasOneGroup(text)) {
    return {
      reason: `«${short(text)}»: не видно, отделены тысячи или копейки. Напишите сумму с двумя знаками копеек, «1000,00», или выберите знак копеек в профиле загрузки`,
    };
  }
  if (fraction.length > 2) return { reason: `«${short(text)}»: больше двух знаков после запятой` };
  const value = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  if (whole.length > MAX_WHOLE_DIGITS || value > MAX_KOPECKS) {
    return { reason: `«${short(text)}»: сумма слишком велика` };
  }
  return { value: minus && value !== 0 ? -value : value };
}

/** A volume or a tariff as a decimal with a point, in any way offices write it. */
export function decimal(text: string, sign?: ',' | '.'): Read<string> {
  const parts = numberParts(text, sign);
  if (parts.reason !== undefined) return parts;
  const { minus, whole, fraction } = parts.value;
  if (whole.length > MAX_WHOLE_DIGITS) return { reason: `«${short(text)}»: число слишком велико` };
  const value = `${minus ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
  return { value: fraction.length > MAX_FRACTION_DIGITS ? rounded(value, MAX_FRACTION_DIGITS) : value };
}

interface NumberParts {
  readonly minus: boolean;
  readonly whole: string;
  /** Without zeros at the end. */
  readonly fraction: string;
}

function numberParts(text: string, decimalSign?: ',' | '.'): Read<NumberParts> {
  const error = cellError(text);
  if (error !== undefined) return { reason: error };
  const bare = bareSum(text);
  const sign = decimalSign ?? (bare.lastIndexOf(',') > bare.lastIndexOf('.') ? ',' : '.');
  const [, minus, whole, fraction = ''] =
    (sign === ',' ? WITH_COMMA : WITH_POINT).exec(bare.replace(/^'/, '')) ?? [];
  if (whole === undefined) return { reason: `«${short(text)}» — не число` };
  const digits = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  return { value: { minus: minus === '-', whole: digits, fraction: withoutTail(fraction, /0/) } };
}

/** A number without what stands around it. */
function bareSum(text: string): string {
  return signBefore(
    visible(text)
      .replace(/[\u2212\u2013]/g, '-')
      .replace(/(?:₽|руб\.?|р\.)(?=\)?\s*$)/iu, '')
      .trim(),
  );
}

/** Accountants write what is taken away in brackets, «(1 234,56)», and some programs with the sign at the end, «100,00-». */
function signBefore(text: string): string {
  if (text.startsWith('(') && text.endsWith(')')) return `-${text.slice(1, -1).trim()}`;
  return text.length > 1 && text.endsWith('-') ? `-${text.slice(0, -1).trim()}` : text;
}

// Thousands are parted by spaces, or by the sign that is not the decimal one.
const WITH_POINT = /^([+-]?)\s*(\d+|\d{1,3}(?:[\s,']\d{3})+)(?:\.(\d*))?$/u;
const WITH_COMMA = /^([+-]?)\s*(\d+|\d{1,3}(?:[\s.']\d{3})+)(?:,(\d*))?$/u;

/** Why the value of a cell is none, where its formula is to blame. */
export function cellError(text: string): string | undefined {
  if (text.charCodeAt(0) !== 35) return undefined;
  if (text === NO_RESULT) {
    return 'в файле нет результата формулы. Откройте книгу в Excel, сохраните её и загрузите снова';
  }
  return /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|ПУСТО!|ДЕЛ\/0!|ЗНАЧ!|ССЫЛКА!|ИМЯ\?|ЧИСЛО!|Н\/Д)$/u.test(
    text,
  )
    ? `ошибка формулы ${text}`
    : undefined;
}
