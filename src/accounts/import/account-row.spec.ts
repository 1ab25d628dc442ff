import { describe, expect, it } from '@jest/globals';
import { CellReader } from '../../imports/cell-reader.js';
import { Dates } from '../../imports/dates.js';
import { AccountRows } from './account-row.js';
import { ACCOUNT_COLUMNS, type Layout } from './account-columns.js';

const layout = ACCOUNT_COLUMNS.read(['Лицевой счет', 'Адрес', 'Площадь', 'Владелец']);

/** What a row says under these headings, and what is wrong with it. */
function checkRow(row: number, cells: readonly string[], headings: Layout) {
  const title = (position: number) => headings.titles[position] ?? '';
  const reader = new CellReader({ dates: new Dates('2026-11-28'), title });
  const { record, errors } = new AccountRows(headings, reader).read({ row, cells });
  return { values: record ?? {}, errors: errors ?? [] };
}

function reasons(...cells: string[]): string[] {
  return checkRow(7, cells, layout).errors.map(
    ({ row, field, reason }) => `${row} ${field ?? '-'}: ${reason}`,
  );
}

describe('A row', () => {
  it('gives its values tidied, and only those of its columns', () => {
    const cells = ['0100004821', ' г.\u00a0Иркутск,  ул. Лесная ', '54,3', 'Ким\u00adА. А.'];
    expect(checkRow(2, cells, layout)).toEqual({
      values: {
        account: '0100004821',
        address: 'г. Иркутск, ул. Лесная',
        total_area: '54.3',
        owner_name: 'КимА. А.',
      },
      errors: [],
    });
  });

  it('whose address holds the flat is one of a flat, unless the flat has a column that says another', () => {
    const address = 'ул. Лесная, д. 4, кв. 15';
    expect(checkRow(2, ['1', address, '', ''], layout).values).toMatchObject({
      ...{ address: 'ул. Лесная, д. 4', unit: '15' },
    });
    const both = ACCOUNT_COLUMNS.read(['Лицевой счет', 'Адрес', 'Квартира']);
    expect(checkRow(2, ['1', address, 'кв. 15'], both).errors).toEqual([]);
    expect(checkRow(2, ['1', address, '16'], both).errors).toEqual([
      { row: 2, field: 'Адрес', reason: 'в адресе стоит квартира 15, а в столбце квартиры — 16' },
    ]);
  });

  it('may end with the empty cells that spreadsheets append', () => {
    expect(reasons('1', 'дом', '', '', '', ' ')).toEqual([]);
  });

  it('may end early, as Excel leaves empty cells out; with more cells than headings it is wrong', () => {
    expect(reasons('1', 'дом')).toEqual([]);
    expect(reasons('1', 'дом', '', '', 'x')).toEqual(['7 -: значений в строке 5, а столбцов 4']);
  });

  it('tells all that is wrong with it at once, under the headings of the file', () => {
    expect(reasons('', 'дом', 'много', 'Ким')).toEqual([
      '7 Лицевой счет: не указан номер лицевого счета',
      '7 Площадь: «много» — не число',
    ]);
  });

  it.each(['Ким\0', 'Ким\u001b[31m', 'Ким\u202e', 'Ким\u0098'])(
    'with a control character is wrong: %j',
    (name) => {
      expect(reasons('1', 'дом', '', name)).toEqual(['7 Владелец: недопустимый управляющий символ']);
    },
  );

  it('with a line break inside is wrong: most often a quotation mark is not closed', () => {
    expect(reasons('1', 'дом\n2;дом', '', '')[0]).toMatch(/не закрыта кавычка/);
  });

  it('keeps what looks like a formula as text, without the apostrophe of a spreadsheet', () => {
    const named = (name: string) => checkRow(2, ['1', 'дом', '', name], layout).values.owner_name;
    expect(named('=1+1')).toBe('=1+1');
    expect(named("'=1+1")).toBe('=1+1');
    expect(named('@ООО')).toBe('@ООО');
    expect(named("О'Коннор")).toBe("О'Коннор");
    expect(checkRow(2, ["'0100", 'дом', '', ''], layout).values.account).toBe('0100');
  });
});
