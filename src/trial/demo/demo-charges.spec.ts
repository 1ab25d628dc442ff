import { describe, expect, it } from '@jest/globals';
import { chargeFor, demoLines } from './demo-charges.js';

const ACCOUNT = {
  number: '0100002301',
  house: 'г. Иркутск, ул. Лесная, д. 4',
  unit: '1',
  owner: 'Белов Алексей Петрович',
  area: '54.30',
  residents: 2,
  index: 0,
  houseIndex: 0,
};

describe('chargeFor', () => {
  it.each([
    ['3.125', '16.24', 5075],
    ['1', '0.005', 1],
    ['1', '0.004', 0],
    ['0.5', '0.01', 1],
    ['54.30', '28.90', 156_927],
    ['0', '55.00', 0],
    ['1000000.0001', '99999.99', 9_999_999_001_000],
  ])('%s × %s is %d kopecks', (volume, tariff, kopecks) => {
    expect(chargeFor(volume, tariff)).toBe(kopecks);
  });
});

describe('The lines of a demo account', () => {
  const names = (month: number) => demoLines(ACCOUNT, { year: 2026, month }).map(({ service }) => service);

  it('are the same every time and differ from month to month', () => {
    expect(demoLines(ACCOUNT, { year: 2026, month: 3 })).toEqual(
      demoLines(ACCOUNT, { year: 2026, month: 3 }),
    );
    expect(demoLines(ACCOUNT, { year: 2026, month: 3 })).not.toEqual(
      demoLines(ACCOUNT, { year: 2026, month: 4 }),
    );
  });

  it('have heating in winter only', () => {
    expect([9, 10, 1, 4, 5].map((month) => names(month).includes('Отопление'))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('add up, each by itself, and sewage is all the water', () => {
    for (const index of [0, 3, 5, 14, 26]) {
      const lines = demoLines({ ...ACCOUNT, index }, { year: 2026, month: 6 });
      for (const line of lines) {
        expect(line.total).toBe(line.charged + line.increase + line.recalculated - line.benefit);
        expect(line.charged).toBe(chargeFor(line.volume ?? line.commonVolume!, line.tariff));
        expect(line.reason !== '').toBe(line.recalculated !== 0);
        expect(line.increaseFactor !== null).toBe(line.increase !== 0);
      }
      const volume = (name: string) => Number(lines.find(({ service }) => service === name)!.volume);
      expect(volume('Водоотведение')).toBeCloseTo(
        volume('Холодное водоснабжение') + volume('Горячее водоснабжение'),
        6,
      );
    }
  });
});
