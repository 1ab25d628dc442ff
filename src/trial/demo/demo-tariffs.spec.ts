import { describe, expect, it } from '@jest/globals';
import { decimal, DEMO_SERVICES, type DemoServiceKey, demoTariff } from './demo-tariffs.js';

const KEYS = Object.keys(DEMO_SERVICES) as DemoServiceKey[];

describe('A tariff of the demo company', () => {
  it.each(KEYS)('for %s is in roubles and kopecks and rises once a year, on 1 July or 1 October', (key) => {
    const months = Array.from({ length: 12 }, (_, month) => demoTariff(key, 2026, month + 1));
    expect(months.every((tariff) => /^\d+\.\d\d$/.test(tariff))).toBe(true);
    const changes = months.flatMap((tariff, index) =>
      index > 0 && tariff !== months[index - 1] ? [index + 1] : [],
    );
    expect(changes).toEqual([DEMO_SERVICES[key].rises]);
    expect(Number(months[11])).toBeGreaterThan(Number(months[0]));
    expect(demoTariff(key, 2027, 1)).toBe(months[11]);
  });

  it('stays what it was before the first rise', () => {
    expect(demoTariff('coldWater', 2020, 8)).toBe('16.24');
  });
});

describe('decimal', () => {
  it('puts the point where it belongs', () => {
    expect([decimal(16_240, 3), decimal(7, 3), decimal(12, 0), decimal(0, 2)]).toEqual([
      '16.240',
      '0.007',
      '12',
      '0.00',
    ]);
  });
});
