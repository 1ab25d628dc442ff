import type { DemoAccount } from './demo-company.js';
import { decimal, DEMO_SERVICES, type DemoServiceKey, demoTariff } from './demo-tariffs.js';

/** A line of a demo document; sums are in kopecks, volumes and tariffs decimals as text. */
export interface DemoLine {
  readonly service: string;
  readonly unit: string;
  readonly volume: string | null;
  readonly commonVolume: string | null;
  readonly tariff: string;
  readonly charged: number;
  readonly recalculated: number;
  readonly reason: string;
  readonly benefit: number;
  readonly increaseFactor: string | null;
  readonly increase: number;
  readonly total: number;
}

/** A month of a year, 1 to 12. */
export interface DemoMonth {
  readonly year: number;
  readonly month: number;
}

/** How much heat a square metre takes in a month, in ten-thousandths of a gigacalorie. */
const HEAT: Readonly<Record<number, number>> = { 10: 142, 11: 218, 12: 271, 1: 296, 2: 254, 3: 203, 4: 121 };
/** In this month of the year the house has no hot water for two weeks. */
const PIPES_TESTED = [6, 7, 8];
const INTERCOM_HOUSES = 2;
const MONTHS = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');

/** What the account is charged for in a month. The same account and month always give the same lines. */
export function demoLines(account: DemoAccount, { year, month }: DemoMonth): DemoLine[] {
  const { index, houseIndex, residents } = account;
  const chance = (salt: number, most: number): number => scatter([index, year, month, salt]) % most;
  const houseChance = (salt: number, most: number): number =>
    scatter([1000 + houseIndex, year, month, salt]) % most;
  const area = Math.round(Number(account.area) * 100);
  // Without a meter water goes by the norm, and costs half as much again where a meter could stand.
  const metered = index % 12 !== 3;
  const cold = residents * (metered ? 2100 + chance(1, 1900) : 4540);
  const hot = residents * (metered ? 1300 + chance(2, 1500) : 3185);
  const power = 70 + residents * (38 + chance(3, 45)) + (month >= 11 || month <= 2 ? 25 : 0);
  const heat = HEAT[month];

  const line = (key: DemoServiceKey, volume: string, extra: LineExtra = {}): DemoLine =>
    demoLine(key, demoTariff(key, year, month), volume, extra);
  const increaseFactor = metered ? undefined : '1.5';
  const noHotWater = PIPES_TESTED[houseIndex % PIPES_TESTED.length] === month;
  const absent = !noHotWater && chance(4, 11) === 0;
  const inMonth = MONTHS[month - 1];

  return [
    line(
      'upkeep',
      account.area,
      houseChance(5, 9) === 0 ? { back: [10, `Не убирали подъезд с 3 по 5 ${inMonth}`] } : {},
    ),
    ...(heat === undefined
      ? []
      : [line('heating', decimal(Math.round((area * (heat + houseChance(6, 20))) / 100), 4))]),
    line('coldWater', decimal(cold, 3), { increaseFactor }),
    line('hotWater', decimal(hot, 3), {
      increaseFactor,
      ...(noHotWater && {
        back: [47, `Не было горячей воды с 8 по 21 ${inMonth}: испытания тепловых сетей`],
      }),
    }),
    line('sewage', decimal(cold + hot, 3)),
    line('power', String(power)),
    line(
      'waste',
      String(residents),
      absent ? { back: [50, `Временное отсутствие с 4 по 19 ${inMonth}`] } : {},
    ),
    line('commonPower', decimal(Math.round((area * (310 + houseChance(7, 120))) / 100), 3), { common: true }),
    line('commonWater', decimal(Math.round((area * (9 + houseChance(8, 6))) / 100), 3), { common: true }),
    line('capitalRepair', account.area, index % 9 === 5 ? { benefit: true } : {}),
    ...(houseIndex < INTERCOM_HOUSES ? [line('intercom', '1')] : []),
  ];
}

/** Rounds half up to kopecks, by whole numbers only: 3.125 by 16.24 roubles is 5075 kopecks. */
export function chargeFor(volume: string, tariff: string): number {
  const [a, b] = [scaled(volume), scaled(tariff)];
  const unit = 10n ** BigInt(a.places + b.places);
  return Number((a.value * b.value * 200n + unit) / (2n * unit));
}

interface LineExtra {
  readonly common?: boolean;
  readonly increaseFactor?: string;
  readonly benefit?: boolean;
  /** So many hundredths of the charge are given back, and why. */
  readonly back?: readonly [percent: number, reason: string];
}

function demoLine(key: DemoServiceKey, tariff: string, volume: string, extra: LineExtra): DemoLine {
  const { name: service, unit } = DEMO_SERVICES[key];
  const charged = chargeFor(volume, tariff);
  const increase = extra.increaseFactor === undefined ? 0 : Math.floor((charged + 1) / 2);
  const [percent, reason] = extra.back ?? [0, ''];
  const recalculated = percent === 0 ? 0 : -Math.round((charged * percent) / 100);
  const benefit = extra.benefit ? Math.floor(charged / 2) : 0;
  return {
    service,
    unit,
    volume: extra.common ? null : volume,
    commonVolume: extra.common ? volume : null,
    tariff,
    charged,
    recalculated,
    reason,
    benefit,
    increaseFactor: extra.increaseFactor ?? null,
    increase,
    total: charged + increase + recalculated - benefit,
  };
}

function scaled(text: string): { value: bigint; places: number } {
  const [whole = '', fraction = ''] = text.split('.');
  return { value: BigInt(whole + fraction), places: fraction.length };
}

/** A number that looks like chance and is the same for the same key. */
export function scatter(key: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of key) {
    hash = Math.imul(hash ^ part, 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 12;
  }
  return hash >>> 0;
}
