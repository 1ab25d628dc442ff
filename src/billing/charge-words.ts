import { calendarDay } from '../text/month.js';
import { decimal, inSentence, money } from '../text/russian.js';
import type { Payment, ChargeLine } from './document.js';
import { cost, type Decimal, decimalOf, decimalText, plus } from './decimal.js';

/** One service of a month as the resident reads it. */
export interface ChargeWords {
  readonly service: string;
  readonly total: string;
  /** «12,345 м³ × 45,67 ₽ = 563,80 ₽»; null where the accounting tells neither volume nor tariff. */
  readonly formula: string | null;
  readonly notes: readonly string[];
}

/** The whole volume of a line, its own and the common one; null when neither is told. */
export function volumeOf({ volume, commonVolume }: ChargeLine): Decimal | null {
  if (volume === null && commonVolume === null) {
    return null;
  }
  return plus(decimalOf(volume ?? '0'), decimalOf(commonVolume ?? '0'));
}

/** Services whose name says already that they are for the whole house. */
const NAMES_THE_HOUSE = /общего имущества|общедомов|(?<!\p{L})(?:одн|сои)(?!\p{L})/iu;

/** Puts a charge line into words; nothing is counted anew, sums stand as the accounting has them. */
export function chargeWords(line: ChargeLine): ChargeWords {
  const formula = formulaOf(line);
  const notes: string[] = [];
  if (line.commonVolume !== null && decimalOf(line.commonVolume).units !== 0n) {
    const alone = line.volume === null || decimalOf(line.volume).units === 0n;
    if (!alone) notes.push(`В том числе на общедомовые нужды ${measured(line.commonVolume, line.unit)}`);
    else if (!NAMES_THE_HOUSE.test(line.service)) notes.push('На общедомовые нужды');
  }
  if (line.increase !== 0n) {
    const factor = line.increaseFactor === null ? '' : ` ${decimal(line.increaseFactor)}`;
    notes.push(`Повышающий коэффициент${factor}: ${signed(line.increase)}`);
  }
  if (line.recalculated !== 0n || line.reason !== '') {
    notes.push(
      `Перерасчёт ${signed(line.recalculated)}${line.reason === '' ? '' : `: ${inSentence(line.reason)}`}`,
    );
  }
  if (line.benefit !== 0n) {
    notes.push(`Льгота ${signed(-line.benefit)}`);
  }
  // Without a formula the charge itself is told only where the total is something else.
  if (formula === null && line.charged !== line.total) {
    notes.unshift(`Начислено ${money(line.charged)}`);
  }
  return { service: line.service, total: money(line.total), formula, notes };
}

/** «+12,00 ₽» or «−12,00 ₽». */
export function signed(kopecks: bigint): string {
  return `${kopecks > 0n ? '+' : ''}${money(kopecks)}`;
}

/** «12,345 м³». */
function measured(volume: string, unit: string): string {
  return `${decimal(volume)}${unit === '' ? '' : '\u00A0'}${unit}`;
}

/** «45,67 ₽». */
export function price(tariff: string): string {
  return `${decimal(tariff, 2)}\u00A0₽`;
}

function formulaOf(line: ChargeLine): string | null {
  const volume = volumeOf(line);
  if (line.tariff === null) {
    return null;
  }
  if (volume === null) {
    return `Тариф ${price(line.tariff)}`;
  }
  const exact = cost(volume, decimalOf(line.tariff)) === line.charged;
  // One of a thing costs what one of it costs.
  if (exact && decimalText(volume) === '1') return null;
  const amount = measured(decimalText(volume), line.unit);
  return `${amount} × ${price(line.tariff)}${exact ? ' = ' : ', начислено '}${money(line.charged)}`;
}

/** A payment as the resident reads it. */
export interface PaymentWords {
  readonly day: string;
  readonly sum: string;
  readonly source: string;
  readonly returned: boolean;
  readonly waiting: boolean;
}

/** Puts a payment into words; one below zero takes an earlier one back. */
export function paymentWords({ paidOn, amount, source, inReceipt }: Payment): PaymentWords {
  return { day: calendarDay(paidOn), sum: money(amount), source, returned: amount < 0n, waiting: !inReceipt };
}
