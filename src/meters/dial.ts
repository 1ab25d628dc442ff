import { withoutTail } from '../text/tail.js';

/** How many digits a dial has before and after the point. */
export interface Dial {
  readonly capacity: number;
  readonly decimals: number;
}

/** A value read from a form or a file, in the smallest units of the dial, or why it is none. */
export type ReadValue =
  | { readonly value: bigint; readonly reason?: undefined }
  | { readonly value?: undefined; readonly reason: string };

/**
 * Reads what somebody typed: the whole part, and the digits on red beside it. A number with a comma or a point may
 * stand in the first field; digits that are missing on the right are zeros: «5» of three is 5 tenths.
 */
export function readDial(whole: string, fraction: string, dial: Dial): ReadValue {
  const [first, second] = [joined(whole), joined(fraction)];
  const [, digits, , tail = ''] = /^(\d*)([.,](\d*))?$/.exec(first) ?? [];
  if (digits === undefined || !/^\d*$/.test(second)) {
    const several = [first, second].some((text) => /^[\d.,]+\s[\d\s.,]+$/.test(text));
    return { reason: several ? 'Введите одно число без пробелов' : 'Введите только цифры, как на счетчике' };
  }
  if (tail !== '' && second !== '') {
    return { reason: 'Дробная часть введена дважды: оставьте её в одном поле' };
  }
  const typed = tail || second;
  if (digits === '' && typed === '') {
    return { reason: 'Введите показания' };
  }
  if (digits === '') {
    return { reason: 'Введите целую часть: цифры слева от запятой' };
  }
  const places = withoutTail(typed, /0/);
  if (places.length > dial.decimals) {
    return {
      reason:
        dial.decimals === 0
          ? 'Этот счетчик считает целыми: введите только цифры до запятой'
          : `После запятой у этого счетчика не больше ${dial.decimals} цифр`,
    };
  }
  const significant = digits.replace(/^0+(?=\d)/, '');
  if (significant.length > dial.capacity) {
    return { reason: `Слишком много цифр: у этого счетчика ${dial.capacity} до запятой` };
  }
  return { value: BigInt(significant + places.padEnd(dial.decimals, '0')) };
}

/** A decimal as PostgreSQL writes it, `123.450`, in the smallest units of the dial; more digits than it has are cut. */
export function dialUnits(text: string, { decimals }: Pick<Dial, 'decimals'>): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}

/** The value as PostgreSQL takes it: `123.450`. */
export function dialText(value: bigint, { decimals }: Pick<Dial, 'decimals'>): string {
  const [whole, fraction] = split(value, decimals);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** The value as the dial shows it: black digits and those on red. */
export function dialDigits(value: bigint, { capacity, decimals }: Dial): { whole: string; fraction: string } {
  const [whole, fraction] = split(value, decimals);
  return { whole: whole.padStart(capacity, '0'), fraction };
}

/** «00123,450»: the value as the dial shows it, with a comma; of several tariffs with «и» between. */
export function dialsShown(values: readonly bigint[], dial: Dial): string {
  return values
    .map((value) => {
      const { whole, fraction } = dialDigits(value, dial);
      return fraction === '' ? whole : `${whole},${fraction}`;
    })
    .join(' и ');
}

/** How many smallest units go by before the dial begins anew. */
export function dialRound({ capacity, decimals }: Dial): bigint {
  return 10n ** BigInt(capacity + decimals);
}

function split(value: bigint, decimals: number): [whole: string, fraction: string] {
  const digits = value.toString().padStart(decimals + 1, '0');
  return [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
}

/** Without the spaces that part thousands or stand by the point; others may stand between two numbers. */
function joined(text: string): string {
  const tight = text
    .split(/([.,])/)
    .map((part) => part.trim())
    .join('');
  return /^\d{1,3}(\s\d{3})+(?![\d\s])/.test(tight) ? tight.replace(/\s/g, '') : tight;
}
