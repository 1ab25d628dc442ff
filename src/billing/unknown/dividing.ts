import { kopecks as readKopecks } from '../../imports/amounts.js';
import { money } from '../../text/russian.js';

/** A line of the form: whose a part is, and how much; an empty sum is what is left. */
export interface PartLine {
  readonly account: string;
  readonly sum: string;
}

/** A part of a payment, by the number of its account as it was typed. */
interface TypedPart {
  /** The place of its line in the form. */
  readonly line: number;
  readonly account: string;
  readonly kopecks: bigint;
}

/** The parts of a payment, or what is wrong with the lines, by field: `account2`, `sum2`. */
type Division =
  | { readonly parts: readonly TypedPart[]; readonly errors?: undefined }
  | { readonly parts?: undefined; readonly errors: Readonly<Record<string, string>> };

/**
 * Reads how a payment is to be divided. The parts add up to the whole to the kopeck, are at least two, and none is nothing
 * or of the other sign: parts of a payment that was given back are given back, with or without a minus.
 */
export function division(whole: bigint, lines: readonly PartLine[]): Division {
  const errors: Record<string, string> = {};
  const sign = whole < 0n ? -1n : 1n;
  const read = lines
    .map(({ account, sum }, line) => ({ line, account: account.trim(), sum: sum.trim() }))
    .filter(({ account, sum }) => account !== '' || sum !== '')
    .map(({ line, account, sum }) => {
      if (account === '') errors[`account${line + 1}`] = 'Укажите лицевой счет';
      const kopecks = sum === '' ? undefined : partOf(sum, sign);
      if (typeof kopecks === 'string') errors[`sum${line + 1}`] = kopecks;
      return { line, account, kopecks: typeof kopecks === 'bigint' ? kopecks : undefined, open: sum === '' };
    });
  for (const { line, account } of read) {
    const first = read.find((one) => one.account === account && account !== '')?.line ?? line;
    if (first < line) errors[`account${line + 1}`] = `Этот счет уже в строке ${first + 1}`;
  }
  const [rest, ...more] = read.filter(({ open }) => open);
  for (const { line } of more) {
    errors[`sum${line + 1}`] =
      `Укажите сумму: остаток может быть только один, он уже в строке ${rest!.line + 1}`;
  }
  if (Object.keys(errors).length > 0) return { errors };
  if (read.length < 2) return { errors: { account1: 'Укажите хотя бы два лицевых счета' } };

  const told = read.reduce((sum, { kopecks }) => sum + (kopecks ?? 0n), 0n);
  const left = whole - told;
  if (rest === undefined ? left !== 0n : left * sign <= 0n) {
    return { errors: { [`sum${(rest ?? read.at(-1)!).line + 1}`]: wrongSum(whole, told, sign) } };
  }
  return { parts: read.map(({ line, account, kopecks }) => ({ line, account, kopecks: kopecks ?? left })) };
}

/** A sum of a part with the sign of the whole, or why it is none. */
function partOf(text: string, sign: bigint): bigint | string {
  const read = readKopecks(text);
  if (read.reason !== undefined) return 'Введите сумму в рублях, например 1250,40';
  const kopecks = BigInt(read.value);
  if (kopecks === 0n) return 'Сумма части не может быть нулём';
  if (kopecks < 0n && sign > 0n) return 'Сумма части не может быть меньше нуля';
  return kopecks < 0n ? kopecks : kopecks * sign;
}

function wrongSum(whole: bigint, told: bigint, sign: bigint): string {
  const left = (whole - told) * sign;
  const differs =
    left > 0n ? `не хватает ${money(left)}` : left < 0n ? `лишние ${money(-left)}` : 'на остаток ничего нет';
  return `Части складываются в ${money(told)}, а платёж ${money(whole)}: ${differs}`;
}
