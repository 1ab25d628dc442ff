import { describe, expect, it } from '@jest/globals';
import { ACCOUNT_COLUMNS } from './account-columns.js';

const readHeader = (cells: string[]) => ACCOUNT_COLUMNS.read(ACCOUNT_COLUMNS.titlesOf(cells));

describe('The headings', () => {
  it('are found in any order, case and language', () => {
    const { positions, notices } = readHeader([
      ' АДРЕС ',
      'Лицевой счёт',
      'Total_Area',
      'Кол-во проживающих',
      'ЕЛС',
    ]);
    expect(positions).toEqual({ address: 0, account: 1, total_area: 2, residents: 3, els: 4 });
    expect(notices).toEqual([]);
  });

  it.each(['Площадь', 'Площадь, м²', 'Общая площадь (м2)', 'Площадь, кв. м'])('know «%s»', (title) => {
    expect(readHeader(['account', 'address', title]).positions.total_area).toBe(2);
  });

  it('know all names of the neutral format', () => {
    const names =
      'account;els;hcs_id;address;unit;unit_type;total_area;residents;owner_name;code_word;closed';
    const { positions, notices } = readHeader(names.split(';'));
    expect([...Object.keys(positions), 'code_word'].sort()).toEqual(names.split(';').sort());
    expect(notices).toEqual(['Столбец «code_word» пропущен: кодовые слова создаёт только система']);
  });

  it('that nobody knows are named', () => {
    const { notices } = readHeader(['account', 'address', 'Этаж', '', 'Телефон\u001b[31m', '', '']);
    expect(notices).toEqual(['Неизвестные столбцы не загружаются: «Этаж», № 4 без названия, «Телефон [31m»']);
  });

  it('must hold the account and the address, once', () => {
    expect(() => readHeader(['unit'])).toThrow('нет столбцов «Лицевой счет», «Адрес»');
    expect(() => readHeader(['account', 'address', 'Адрес'])).toThrow(
      'Столбцы «address» и «Адрес» — об одном и том же: столбцы 2 и 3',
    );
  });
});

describe('A row of headings', () => {
  it('is told from titles above a table, and from rows of values', () => {
    expect(ACCOUNT_COLUMNS.mayBeHeader(['Лицевые счета дома 4', '', ''])).toBe(false);
    expect(ACCOUNT_COLUMNS.mayBeHeader(['0100000001', 'ул. Лесная, д. 4', '15'])).toBe(false);
    expect(ACCOUNT_COLUMNS.mayBeHeader(['№ ЛС', 'Этаж', 'Адрес дома'])).toBe(true);
  });
});
