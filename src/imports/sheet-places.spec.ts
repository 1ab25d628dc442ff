import { describe, expect, it } from '@jest/globals';
import { onSheets, placeOn, placesIn, standsAt } from './sheet-places.js';

const SHEETS = ['Разделы 1-2', 'Разделы 3-6'];
const place = placeOn(1, 12);

describe('A row of a book with several sheets', () => {
  it('is known by its sheet and its row there', () => {
    expect(standsAt(place, SHEETS)).toEqual({ sheet: 'Разделы 3-6', row: 12 });
    expect(standsAt(placeOn(0, 1_048_576), SHEETS)).toEqual({ sheet: 'Разделы 1-2', row: 1_048_576 });
    // a long CSV has such rows of its own
    expect(standsAt(place, [])).toEqual({ row: place });
  });

  it('is told so in errors, tables, sentences and questions', () => {
    const report = {
      ...{ fileName: 'gis.xlsx', wrong: 1, notices: [`первая — строка ${place}`] },
      errors: [{ row: place, field: 'столбец P', reason: `уже была: строка ${placeOn(0, 4)}` }],
      tables: [
        { caption: 'Суммы', head: ['Строка', 'Счет'], rows: [[String(place), '0100']] },
        { caption: 'Счета', head: ['Счет'], rows: [['0100']] },
      ],
      question: `самая большая в строке ${place}`,
    };
    expect(onSheets(report, SHEETS)).toEqual({
      ...report,
      notices: ['первая — строка 12 листа «Разделы 3-6»'],
      errors: [
        {
          sheet: 'Разделы 3-6',
          row: 12,
          field: 'столбец P',
          reason: 'уже была: строка 4 листа «Разделы 1-2»',
        },
      ],
      tables: [
        { caption: 'Суммы', head: ['Лист', 'Строка', 'Счет'], rows: [['Разделы 3-6', '12', '0100']] },
        { caption: 'Счета', head: ['Счет'], rows: [['0100']] },
      ],
      question: 'самая большая в строке 12 листа «Разделы 3-6»',
    });
    expect(placesIn(`строка ${place}`, [])).toBe(`строка ${place}`);
  });
});
