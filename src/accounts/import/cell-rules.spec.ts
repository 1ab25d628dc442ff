import { describe, expect, it } from '@jest/globals';
import { CELL_RULES } from './cell-rules.js';
import type { Column } from './account-columns.js';

describe('A cell', () => {
  it.each<[Column, string, string | null]>([
    ['account', '0100004821', '0100004821'],
    ['account', 'ЛС-12/3', 'ЛС-12/3'],
    ['els', '38AC000123', '38АС000123'],
    ['els', '38ас 000123', '38АС000123'],
    ['els', '', ''],
    ['hcs_id', '38AC000123-01', '38АС000123-01'],
    ['hcs_id', '38АС000123\u201301', '38АС000123-01'],
    ['unit', '', ''],
    ['unit', '15а', '15а'],
    ['unit', 'кв. 7', '7'],
    ['unit', 'кв.№ 7', '7'],
    ['unit', 'КВ 15/2', '15/2'],
    ['unit', 'Квартира 15а', '15а'],
    ['unit', 'пом. 1Н', '1Н'],
    ['unit', 'ком.3', '3'],
    ['unit', '№ 12', '12'],
    ['unit', 'м/м 4', '4'],
    ['unit', 'квартал 5', 'квартал 5'],
    ['unit', 'комната отдыха', 'комната отдыха'],
    ['unit', 'кв.', 'кв.'],
    ['unit', 'помещение', 'помещение'],
    ['unit_type', '', ''],
    ['unit_type', 'КВАРТИРА', 'flat'],
    ['unit_type', 'кв.', 'flat'],
    ['unit_type', 'Parking', 'parking'],
    ['unit_type', 'Апартаменты', 'apartment'],
    ['unit_type', 'Апартамент', 'apartment'],
    ['unit_type', 'Машино-место', 'parking'],
    ['unit_type', 'Машиноместо', 'parking'],
    ['unit_type', 'Парковочное место', 'parking'],
    ['unit_type', 'Коммерческое помещение', 'commercial'],
    ['total_area', '54,3', '54.3'],
    ['total_area', '54.30', '54.3'],
    ['total_area', '1 234,56', '1234.56'],
    ['total_area', '1\u00a0234\u00a0567,8', '1234567.8'],
    ['total_area', '0', '0'],
    ['total_area', '', null],
    ['residents', '3', '3'],
    ['residents', '2,00', '2'],
    ['residents', '', null],
    ['owner_name', '=HYPERLINK("http://x")', '=HYPERLINK("http://x")'],
    ['closed', 'Да', 't'],
    ['closed', 'ИСТИНА', 't'],
    ['closed', '1', 't'],
    ['closed', 'no', 'f'],
    ['closed', '', 'f'],
  ])('%s «%s» is kept as %j', (column, text, value) => {
    expect(CELL_RULES[column](text)).toEqual({ value });
  });

  it.each<[Column, string, RegExp]>([
    ['account', '', /не указан/],
    ['account', '1,0E+09', /Excel превратил номер в число «1,0E\+09»/],
    ['account', '1.00004821Е+09', /Excel/],
    ['account', 'Итого', /нет ни одной цифры/],
    ['account', '0100 004', /без пробелов/],
    ['account', '=1+1', /не похоже на номер/],
    ['account', '1'.repeat(31), /длиннее 30/],
    ['els', '38АС00012', /образец 00АА000000/],
    ['els', '38ZZ000123', /образец/],
    ['hcs_id', '38АС000123', /образец 00АА000000-00/],
    ['address', '', /не указан адрес/],
    ['address', 'а'.repeat(301), /длиннее 300/],
    ['unit', '1'.repeat(31), /длиннее 30/],
    ['owner_name', 'а'.repeat(201), /длиннее 200/],
    ['unit_type', 'Гараж', /неизвестный тип «Гараж», бывают: Квартира, /],
    ['total_area', '-5', /^«-5» меньше нуля$/],
    ['total_area', '−5,5', /меньше нуля/],
    ['total_area', '-x', /не число/],
    ['total_area', '54,345', /двух знаков/],
    ['total_area', '12 34', /не число/],
    ['total_area', '5,4E+01', /^«5,4E\+01» — так Excel записал число\. Напишите его обычными цифрами$/],
    ['total_area', '1e5', /обычными цифрами/],
    ['total_area', '#Н/Д', /^ошибка формулы #Н\/Д, а не число$/],
    ['residents', '1E+1', /обычными цифрами/],
    ['residents', '#ЗНАЧ!', /ошибка формулы/],
    ['total_area', '10000000', /больше, чем 9999999,99/],
    ['total_area', '9'.repeat(400), /больше, чем/],
    ['total_area', 'NaN', /не число/],
    ['residents', '1000', /от 0 до 999/],
    ['residents', '2,5', /целое/],
    ['residents', '-1', /меньше нуля/],
    ['closed', 'может быть', /«да» или «нет»/],
  ])('%s «%s» is refused', (column, text, reason) => {
    expect(CELL_RULES[column](text).reason).toMatch(reason);
  });

  it('is quoted shortly in the reason', () => {
    expect(CELL_RULES.closed('я'.repeat(500)).reason!.length).toBeLessThan(100);
  });
});
