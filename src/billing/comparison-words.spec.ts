import { describe, expect, it } from '@jest/globals';
import { compare } from './comparison.js';
import { comparisonWords } from './comparison-words.js';
import type { ChargeLine, PaymentDocument } from './document.js';

const LINE: ChargeLine = {
  service: 'Отопление',
  unit: 'Гкал',
  volume: '1.2',
  commonVolume: null,
  tariff: '2000',
  charged: 240000n,
  recalculated: 0n,
  reason: '',
  benefit: 0n,
  increaseFactor: null,
  increase: 0n,
  recipientId: null,
  total: 240000n,
};

function month(name: string, ...lines: ChargeLine[]): PaymentDocument {
  const charged = lines.reduce((sum, line) => sum + line.total, 0n);
  const sums = {
    opening: 0n,
    charged,
    recalculated: 0n,
    benefit: 0n,
    penalty: 0n,
    paid: 0n,
    closing: charged,
  };
  return { month: name, number: '', countedUntil: `${name}-28`, dueOn: `${name}-28`, lines, ...sums };
}

/** The sentence with plain spaces. */
function sentence(from: PaymentDocument, to: PaymentDocument): string {
  return comparisonWords(compare(from, to)).sentence.replaceAll('\u00A0', ' ');
}

const AFTER = (changes: Partial<ChargeLine>) => month('2026-10', { ...LINE, ...changes });
const SEPTEMBER = month('2026-09', LINE);

describe('The sentence at the top', () => {
  it('says by how much, where most of it comes from, and why', () => {
    expect(sentence(SEPTEMBER, AFTER({ volume: '1.35', charged: 270000n, total: 270000n }))).toBe(
      'В октябре начислено на 300,00 ₽ больше, чем в сентябре. Сильнее всего изменилась строка «Отопление»: ' +
        'на 300,00 ₽ больше, потому что расход вырос с 1,2 до 1,35 Гкал.',
    );
  });

  it('names a tariff, and does not say of square metres that they were used up', () => {
    expect(sentence(SEPTEMBER, AFTER({ tariff: '1900', charged: 228000n, total: 228000n }))).toContain(
      'на 120,00 ₽ меньше, потому что тариф снизился с 2 000,00 ₽ до 1 900,00 ₽.',
    );
    const area = { unit: 'м²', volume: '1.3', charged: 260000n, total: 260000n };
    expect(sentence(month('2026-09', { ...LINE, unit: 'м²' }), AFTER(area))).toContain(
      'объём вырос с 1,2 до 1,3 м²',
    );
  });

  it('names a recalculation with its ground', () => {
    expect(
      sentence(SEPTEMBER, AFTER({ recalculated: -5000n, reason: 'Отсутствие жильцов', total: 235000n })),
    ).toContain('на 50,00 ₽ меньше из-за перерасчёта (отсутствие жильцов).');
  });

  it('claims no cause that the lines do not carry', () => {
    const unknown = AFTER({ volume: null, tariff: null, charged: 250000n, total: 250000n });
    expect(sentence(SEPTEMBER, unknown)).toMatch(/«Отопление»: на 100,00 ₽ больше\.$/);
  });

  it('says so when nothing has changed, or the changes cancel out', () => {
    expect(sentence(SEPTEMBER, month('2025-10', LINE))).toBe(
      'В октябре 2025 начислено столько же, сколько в сентябре 2026: 2 400,00 ₽.',
    );
    const moved = month('2026-10', { ...LINE, service: 'Вода' });
    expect(sentence(SEPTEMBER, moved)).toContain('вместе это не дало разницы');
  });

  it('tells of a service that has come', () => {
    expect(sentence(SEPTEMBER, month('2026-10', LINE, { ...LINE, service: 'Домофон' }))).toContain(
      '«Домофон»: на 2 400,00 ₽ больше, потому что в сентябре эту услугу не начисляли.',
    );
  });
});

describe('The rows', () => {
  it('have the reasons of each service, and cells that add up', () => {
    const { rows, total } = comparisonWords(
      compare(SEPTEMBER, AFTER({ volume: '1.35', charged: 270000n, benefit: 1000n, total: 269000n })),
    );
    expect(rows[0]!.reasons).toEqual([
      'Расход вырос с 1,2 до 1,35\u00A0Гкал: +300,00\u00A0₽',
      'Льгота: −10,00\u00A0₽',
    ]);
    expect(rows[0]!.cells.map(({ sum }) => sum)).toEqual([
      '+290,00\u00A0₽',
      '+300,00\u00A0₽',
      '—',
      '−10,00\u00A0₽',
    ]);
    // The document of this test tells its benefit in the sum charged.
    expect(total.cells[0]!.sum).toBe('+290,00\u00A0₽');
  });
});
