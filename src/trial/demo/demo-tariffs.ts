/** A service of the demo company; tariffs are in thousandths of a rouble. */
interface DemoService {
  readonly name: string;
  readonly unit: string;
  /** What it cost before the first rise of the table. */
  readonly tariff: number;
  /** The month of the yearly rise, 7 or 10. */
  readonly rises: number;
}

/** The order of the lines in a document. */
export const DEMO_SERVICES = {
  upkeep: { name: 'Содержание жилого помещения', unit: 'м²', tariff: 24_870, rises: 10 },
  heating: { name: 'Отопление', unit: 'Гкал', tariff: 1_584_310, rises: 7 },
  coldWater: { name: 'Холодное водоснабжение', unit: 'м³', tariff: 16_240, rises: 7 },
  hotWater: { name: 'Горячее водоснабжение', unit: 'м³', tariff: 112_480, rises: 7 },
  sewage: { name: 'Водоотведение', unit: 'м³', tariff: 21_930, rises: 7 },
  power: { name: 'Электроснабжение', unit: 'кВт·ч', tariff: 1_420, rises: 7 },
  waste: { name: 'Обращение с ТКО', unit: 'чел.', tariff: 98_650, rises: 7 },
  commonPower: {
    name: 'Электроэнергия на содержание общего имущества',
    unit: 'кВт·ч',
    tariff: 1_420,
    rises: 7,
  },
  commonWater: { name: 'Холодная вода на содержание общего имущества', unit: 'м³', tariff: 16_240, rises: 7 },
  capitalRepair: { name: 'Взнос на капитальный ремонт', unit: 'м²', tariff: 11_540, rises: 10 },
  intercom: { name: 'Обслуживание домофона', unit: 'шт.', tariff: 55_000, rises: 10 },
} as const satisfies Record<string, DemoService>;

/** The key of a service. */
export type DemoServiceKey = keyof typeof DEMO_SERVICES;

const FIRST_YEAR = 2024;
const RISE_PER_MILLE = 78;

/** What a unit costs in a month, as a decimal: made up, higher each year from July or October on. */
export function demoTariff(key: DemoServiceKey, year: number, month: number): string {
  const service = DEMO_SERVICES[key];
  const rises = Math.max(0, year - FIRST_YEAR + (month >= service.rises ? 1 : 0));
  let tariff: number = service.tariff;
  for (let rise = 0; rise < rises; rise += 1) {
    // Tariffs are set in whole kopecks.
    tariff = Math.round((tariff * (1000 + RISE_PER_MILLE)) / 10_000) * 10;
  }
  return decimal(tariff, 3).replace(/0$/, '');
}

/** A whole number of thousandths (or so) as a decimal: 16240 by three places is «16.240». */
export function decimal(value: number, places: number): string {
  const digits = String(value).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
