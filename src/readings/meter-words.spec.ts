import { describe, expect, it } from '@jest/globals';
import { validate } from './validation.js';
import { type Meter, meterOf, type MeterRow } from '../meters/meter.js';
import { questionOf } from './meter-words.js';

const NBSP = '\u00A0';

/** What is asked of values in November when others were accepted in October. */
function asked(
  meter: Pick<MeterRow, 'tariffs' | 'capacity' | 'decimals'>,
  before: string[],
  now: bigint[],
  told: Partial<Meter> = {},
) {
  const row: MeterRow = {
    ...meter,
    id: '1',
    resource: 'electricity',
    number: '0071234',
    place: '',
    automatic: false,
    verification_due: null,
    installed_on: null,
    initial: null,
    start_day: 15,
    end_day: 25,
    ends_next_month: false,
    strict: false,
    readings: [
      {
        id: 1,
        period: '2026-10',
        status: 'accepted',
        reading: before,
        taken_on: '2026-10-20',
        source: 'cabinet',
        reject_reason: null,
        user_id: null,
        locked: false,
        cancelled: false,
        certificate_id: null,
      },
    ],
  };
  const [judgement] = validate([meterOf(row, '2026-11-20')], [{ meterId: '1', values: now }]);
  return questionOf({ ...judgement!, meter: { ...judgement!.meter, ...told } }).replaceAll(NBSP, ' ');
}

describe('The question about an unusual reading', () => {
  it('tells where a dial has gone over zero', () => {
    expect(asked({ tariffs: 1, capacity: 5, decimals: 0 }, ['99987'], [12n])).toBe(
      'Показания меньше прежних. Если счетчик дошёл до девяток и начал считать с нуля, расход — 25 кВт·ч. Проверьте, пожалуйста.',
    );
  });

  it('asks for the comma where there is one, and for a digit too many elsewhere', () => {
    expect(asked({ tariffs: 1, capacity: 5, decimals: 1 }, ['110'], [12_340n])).toBe(
      'Необычно много: 1 124 кВт·ч. Проверьте, пожалуйста, на месте ли запятая.',
    );
    expect(asked({ tariffs: 1, capacity: 5, decimals: 0 }, ['110'], [1_234n])).toBe(
      'Необычно много: 1 124 кВт·ч. Проверьте, пожалуйста, нет ли лишней цифры.',
    );
  });

  it('tells no use to whom the meter does not tell what was before', () => {
    const meter = { tariffs: 1, capacity: 5, decimals: 0 };
    expect(asked(meter, ['110'], [1_234n], { accepted: [] })).toBe(
      'Необычно много. Проверьте, пожалуйста, нет ли лишней цифры.',
    );
    expect(asked(meter, ['99987'], [12n], { accepted: [] })).toBe(
      'Показания меньше прежних. Если счетчик дошёл до девяток и начал считать с нуля, всё верно. Проверьте, пожалуйста.',
    );
  });

  it('names the tariff of each doubt', () => {
    const twoTariffs = { tariffs: 2, capacity: 5, decimals: 0 };
    expect(asked(twoTariffs, ['99987', '110'], [12n, 1_234n])).toBe(
      'Показания меньше прежних. Если счетчик дошёл до девяток и начал считать с нуля, расход — 25 кВт·ч (день). Необычно много: 1 124 кВт·ч (ночь). Проверьте, пожалуйста, нет ли лишней цифры.',
    );
    expect(asked(twoTariffs, ['110', '110'], [1_234n, 1_334n])).toBe(
      'Необычно много: 1 124 кВт·ч (день) и 1 224 кВт·ч (ночь). Проверьте, пожалуйста, нет ли лишней цифры.',
    );
  });
});
