import { describe, expect, it } from '@jest/globals';
import { layoutOf } from './profile-layout.js';

const FIELDS = { account: 'Лицевой счет', period: 'Период', volume: 'Объем', amount: 'Сумма' };

const NOTHING = {
  encoding: '',
  delimiter: '',
  decimal: '',
  skipRows: undefined,
  accountLength: undefined,
  columns: '',
};

describe('A profile of files', () => {
  it('says only what was chosen', () => {
    expect(layoutOf(NOTHING, FIELDS)).toEqual({ layout: {} });
    const typed = {
      encoding: 'dos',
      delimiter: 'tab',
      decimal: 'dot',
      skipRows: 3,
      accountLength: 10,
      columns: 'account = Номер ЛС\n\nОбъём = x',
    };
    expect(layoutOf(typed, FIELDS)).toEqual({
      layout: {
        encoding: 'ibm866',
        delimiter: '\t',
        decimal: '.',
        skipRows: 3,
        accountLength: 10,
        columns: { account: 'Номер ЛС', volume: 'x' },
      },
    });
  });

  it('knows columns by their Russian names, and headings with an equals sign', () => {
    expect(layoutOf({ ...NOTHING, columns: 'Сумма = Сумма = итого' }, FIELDS)).toEqual({
      layout: { columns: { amount: 'Сумма = итого' } },
    });
  });

  it.each([
    ['account Номер', /Строка 1: напишите поле и заголовок через знак «=»/],
    ['account = ЛС\nсальдо = Долг', /Строка 2: поля «сальдо» нет\. Есть: Лицевой счет, Период/],
    ['account =', /не указан заголовок/],
    ['account = ЛС\naccount = Счет', /уже указано выше/],
    ['account = ЛС\nperiod = лс', /уже указан для другого поля/],
    [`account = ${'х'.repeat(201)}`, /длиннее 200/],
    ['__proto__ = x', /поля «__proto__» нет/],
  ])('refuses «%s» with the line and the reason', (columns, problem) => {
    expect(layoutOf({ ...NOTHING, columns }, FIELDS).problem).toMatch(problem);
  });
});
