import { describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { compare, effects } from './comparison.js';
import { cost, decimalOf } from './decimal.js';
import type { ChargeLine, PaymentDocument } from './document.js';

/** A line as an accounting would make it, unless the changes say otherwise. */
function line(changes: Partial<ChargeLine> = {}): ChargeLine {
  const { volume = '10', tariff = '20' } = changes;
  const charged = changes.charged ?? (volume && tariff ? cost(decimalOf(volume), decimalOf(tariff)) : 0n);
  const whole = {
    service: 'Отопление',
    unit: 'Гкал',
    commonVolume: null,
    recalculated: 0n,
    reason: '',
    benefit: 0n,
    increaseFactor: null,
    increase: 0n,
    recipientId: null,
    ...changes,
    volume,
    tariff,
    charged,
  };
  const total = charged + whole.increase + whole.recalculated - whole.benefit;
  return { ...whole, total: changes.total ?? total };
}

function month(name: string, lines: ChargeLine[], changes: Partial<PaymentDocument> = {}): PaymentDocument {
  const sum = (value: (line: ChargeLine) => bigint) => lines.reduce((before, one) => before + value(one), 0n);
  return {
    month: name,
    opening: 0n,
    charged: sum(({ charged, increase }) => charged + increase),
    recalculated: sum(({ recalculated }) => recalculated),
    benefit: sum(({ benefit }) => benefit),
    penalty: 0n,
    paid: 0n,
    closing: 0n,
    number: '',
    countedUntil: `${name}-28`,
    dueOn: `${name}-28`,
    lines,
    ...changes,
  };
}

const change = (before: ChargeLine[], after: ChargeLine[]) =>
  compare(month('2026-09', before), month('2026-10', after)).changes[0]!;

describe('The difference of a service', () => {
  it('is split into volume at the old tariff and tariff at the new volume', () => {
    const { difference, parts } = change([line()], [line({ volume: '12.5', tariff: '21' })]);
    expect(difference).toBe(6250n);
    expect(parts).toMatchObject({ volume: 5000n, tariff: 1250n, recalculated: 0n, other: 0n });
  });

  it('shows recalculation, benefit and increase factor by themselves', () => {
    const { parts } = change([line()], [line({ recalculated: -700n, benefit: 300n, increase: 50n })]);
    expect(parts).toEqual({
      volume: 0n,
      tariff: 0n,
      recalculated: -700n,
      benefit: -300n,
      increase: 50n,
      other: 0n,
    });
  });

  it('leaves the kopecks of rounding to the rest', () => {
    const { difference, parts } = change(
      [line({ volume: '0.333', tariff: '0.05' })],
      [line({ volume: '0.667', tariff: '0.07' })],
    );
    const { volume, tariff, other } = parts;
    expect([difference, volume, tariff, other]).toEqual([3n, 2n, 1n, 0n]);
    expect(volume + tariff + other).toBe(difference);
  });

  it('does not blame volume or tariff for a charge that is not their product', () => {
    expect(effects(line({ charged: 90000n }), line({ volume: '11' }))).toBeNull();
    expect(effects(line(), line({ unit: 'м²' }))).toBeNull();
    expect(effects(line({ volume: null }), line())).toBeNull();
    expect(effects(line({ charged: 20090n }), line())).not.toBeNull();
  });

  it('is the whole sum when a service comes or goes', () => {
    expect(change([], [line()])).toMatchObject({
      before: null,
      after: 20000n,
      difference: 20000n,
      parts: { other: 20000n },
    });
    expect(change([line()], [])).toMatchObject({ before: 20000n, after: null, difference: -20000n });
  });

  it('goes over all lines of a service, such as day and night', () => {
    const { parts } = change(
      [line(), line({ volume: '5', tariff: '8' })],
      [line({ volume: '11' }), line({ volume: '5', tariff: '9' })],
    );
    expect(parts).toMatchObject({ volume: 2000n, tariff: 500n, other: 0n });
  });
});

describe('Two months', () => {
  it('add up to the kopeck whatever their lines are', () => {
    for (let round = 0; round < 300; round += 1) {
      const documents = ['2026-09', '2026-10'].map((name) =>
        month(name, randomLines(), {
          penalty: BigInt(randomInt(2) * randomInt(9999)),
          // The accounting has its own idea of the total now and then.
          ...(randomInt(3) === 0 && { charged: BigInt(randomInt(999_999)) }),
        }),
      );
      const { before, after, difference, changes } = compare(documents[0]!, documents[1]!);
      const sum = (value: (row: (typeof changes)[number]) => bigint) =>
        changes.reduce((sofar, row) => sofar + value(row), 0n);
      expect(sum((row) => row.before ?? 0n)).toBe(before);
      expect(sum((row) => row.after ?? 0n)).toBe(after);
      expect(sum((row) => row.difference)).toBe(difference);
      for (const row of changes) {
        const { volume, tariff, recalculated, benefit, increase, other } = row.parts;
        expect(volume + tariff + recalculated + benefit + increase + other).toBe(row.difference);
      }
    }
  });

  it('begin with what has changed most', () => {
    const from = month('2026-09', [line({ service: 'А' }), line({ service: 'Б' })]);
    const to = month('2026-10', [line({ service: 'А', volume: '11' }), line({ service: 'Б', volume: '2' })]);
    expect(compare(from, to).changes.map(({ service }) => service)).toEqual(['Б', 'А']);
  });
});

function randomLines(): ChargeLine[] {
  return Array.from({ length: randomInt(8) }, () => {
    const told = randomInt(5) > 0;
    return line({
      service: `Услуга ${randomInt(5)}`,
      volume: told ? (randomInt(99_999) / 1000).toFixed(randomInt(5)) : null,
      commonVolume: randomInt(3) === 0 ? '0.1234567' : null,
      tariff: told ? (randomInt(999_999) / 100).toFixed(randomInt(6)) : null,
      recalculated: BigInt(randomInt(2) * randomInt(-9999, 9999)),
      benefit: BigInt(randomInt(2) * randomInt(9999)),
      increase: BigInt(randomInt(2) * randomInt(9999)),
      ...(randomInt(4) === 0 && { charged: BigInt(randomInt(99_999)) }),
    });
  });
}
