import { describe, expect, it } from '@jest/globals';
import { compare } from './comparison.js';
import type { ChargeLine, PaymentDocument } from './document.js';
import { mainChanges } from './main-changes.js';
import { monthsChart } from './months-chart.js';

function line(
  service: string,
  unit: string,
  volume: string | null,
  tariff: string | null,
  total: bigint,
): ChargeLine {
  return {
    ...{ service, unit, volume, commonVolume: null, tariff, charged: total, recalculated: 0n, reason: '' },
    ...{ benefit: 0n, increaseFactor: null, increase: 0n, recipientId: null, total },
  };
}

function month(name: string, ...lines: ChargeLine[]): PaymentDocument {
  const charged = lines.reduce((sum, { total }) => sum + total, 0n);
  const none = { opening: 0n, recalculated: 0n, benefit: 0n, penalty: 0n, paid: 0n };
  return { ...none, month: name, charged, closing: charged, number: '', countedUntil: '', dueOn: '', lines };
}

/** The rows with plain spaces. */
function told(from: PaymentDocument, to: PaymentDocument): string[] {
  const words = mainChanges(compare(from, to));
  const rows = words?.rows.map(({ service, why, sum }) => `${service}: ${why}: ${sum}`) ?? [];
  const rest = words?.rest ? [`${words.rest.label}: ${words.rest.sum}`] : [];
  return [...rows, ...rest].map((text) => text.replaceAll('\u00A0', ' '));
}

describe('The greatest changes of a month', () => {
  const september = [
    line('Горячая вода', 'м³', '5.3', '160', 84_800n),
    line('Электроэнергия', 'кВт·ч', '150', '1.66', 24_900n),
    line('Содержание', 'м²', '54', '28', 151_200n),
    line('Домофон', '', null, null, 4500n),
  ];

  it('are at most three, in the words of people, and with the rest the whole difference', () => {
    const october = [
      line('Отопление', 'Гкал', '0.76', '2105.43', 160_013n),
      line('Горячая вода', 'м³', '7.9', '160', 126_400n),
      line('Электроэнергия', 'кВт·ч', '251', '1.66', 41_666n),
      line('Содержание', 'м²', '54', '29', 156_600n),
      line('Домофон', '', null, null, 4500n),
    ];
    expect(told(month('2026-09', ...september), month('2026-10', ...october))).toEqual([
      'Отопление: начался отопительный сезон: +1 600,13 ₽',
      'Горячая вода: 7,9 м³, на 2,6 м³ больше: +416,00 ₽',
      'Электроэнергия: 251 кВт·ч, на 101 кВт·ч больше: +167,66 ₽',
      'Остальное: +54,00 ₽',
    ]);
  });

  it('name a tariff, what is charged no more, and rounding as what it is', () => {
    const october = [
      line('Горячая вода', 'м³', '5.3', '160', 84_801n),
      line('Электроэнергия', 'кВт·ч', '150', '1.66', 24_900n),
      line('Содержание', 'м²', '54', '29', 156_600n),
    ];
    expect(told(month('2026-09', ...september), month('2026-10', ...october))).toEqual([
      'Содержание: тариф вырос с 28,00 ₽ до 29,00 ₽: +54,00 ₽',
      'Домофон: в октябре не начисляли: −45,00 ₽',
      'Округление: +0,01 ₽',
    ]);
  });

  it('are not told where the sum is the same', () => {
    expect(mainChanges(compare(month('2026-09', ...september), month('2026-10', ...september)))).toBeNull();
  });

  it('know the end of the heating season, also where its line stays with nothing', () => {
    const cold = line('Отопление (центральное)', 'Гкал', '0.5', '2000', 100_000n);
    const none = line('Отопление (центральное)', 'Гкал', '0', '2000', 0n);
    expect(told(month('2026-05', cold), month('2026-06', none))).toEqual([
      'Отопление (центральное): отопительный сезон закончился: −1 000,00 ₽',
    ]);
  });
});

describe('The columns of the last months', () => {
  it('name the last sum and the highest, but not two beside each other', () => {
    const months = [6396, 4073, 4257, 7206, 3566].map((roubles, index) =>
      month(
        `2026-${String(10 - index).padStart(2, '0')}`,
        line('Вода', '', null, null, BigInt(roubles) * 100n),
      ),
    );
    const chart = monthsChart(months)!;
    expect(chart.title).toBe('Начислено за 5\u00A0месяцев');
    expect(chart.bars.map(({ label, sum }) => `${label} ${sum}`.trim().replace('\u00A0', ' '))).toEqual([
      ...['июн', 'июл 7 206', 'авг', 'сен', 'окт 6 396'],
    ]);
    expect(monthsChart(months.slice(0, 1))).toBeNull();
  });
});
