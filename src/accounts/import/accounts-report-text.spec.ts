import { describe, expect, it } from '@jest/globals';
import { type ImportReport, refused } from './accounts-report.js';
import { describeReport } from './accounts-report-text.js';

const REPORT: ImportReport = {
  fileName: 'a.csv',
  encoding: 'windows-1251',
  delimiter: ';',
  total: 1500,
  new: 1400,
  changed: 0,
  unchanged: 99,
  wrong: 1,
  errors: [{ row: 3, field: 'Площадь', reason: '«x» — не число' }],
  notices: ['Домов, которых ещё нет в системе: 1'],
  disputed: [],
  disputes: 0,
};

describe('The report', () => {
  it('tells what was read, counted, noticed and done', () => {
    expect(describeReport(REPORT, false).map((line) => line.replaceAll('\u00a0', ' '))).toEqual([
      'a.csv: Windows-1251, разделитель «;»',
      'Лицевых счетов в файле:      1 500',
      '  новых:                     1 400',
      '  изменённых:                    0',
      '  без изменений:                99',
      '  с ошибками:                    1',
      'Обратите внимание. Домов, которых ещё нет в системе: 1.',
      'Ошибки (эти строки не загружаются):',
      '  строка 3, Площадь: «x» — не число',
      'Загружено. Добавлено и изменено лицевых счетов: 1 400',
    ]);
  });

  it('says that a dry run has changed nothing', () => {
    expect(describeReport(REPORT, true).at(-1)).toBe(
      'Это была проверка: в базе данных ничего не изменилось.',
    );
  });

  it('says that there was nothing to do', () => {
    expect(describeReport({ ...REPORT, new: 0, wrong: 0, errors: [] }, false).at(-1)).toMatch(/уже есть/);
    expect(describeReport({ ...REPORT, new: 0, unchanged: 0 }, false).at(-1)).toMatch(/^Ничего не загружено/);
  });

  it('says why a file was refused', () => {
    expect(describeReport(refused('a.xlsx', 'Это книга Excel'), false)).toEqual([
      'a.xlsx: Это книга Excel.',
      'Ничего не загружено.',
    ]);
  });
});
