import { describe, expect, it } from '@jest/globals';
import type { BillingReport } from './billing-report.js';
import { describeLoad } from './billing-report-text.js';

const report: BillingReport = {
  kind: 'charges',
  format: 'csv',
  fileName: 'c.csv',
  rows: 3,
  good: 2,
  skipped: 0,
  recognised: 0,
  skippedKopecks: 0,
  unknown: { rows: 1, kopecks: 500, count: 1, accounts: [{ account: '09', rows: 1, kopecks: 500 }] },
  wrong: 0,
  errors: [],
  replaced: 0,
  documents: 1,
  totalKopecks: 123_456,
  periods: ['2026-09-01', '2026-10-01'],
  notices: ['Что-то заметно'],
};

describe('The report of a load', () => {
  it('tells what was loaded, and how to take it back', () => {
    const text = describeLoad({ ...report, batchId: '12' }, false).join('\n');
    expect(text).toMatch(/^c\.csv: CSV, начисления, сентябрь\s2026 — октябрь\s2026\n/);
    expect(text).toMatch(
      /Строк в файле: +3 +1\s234,56\s₽\n {2}загружено: +2 +1\s229,56\s₽\n {2}ждёт разноски: +1 +5,00\s₽\n/,
    );
    expect(text).toContain('Обратите внимание. Что-то заметно.');
    expect(text).toMatch(/ {2}09: 1 строка на 5,00\s₽/);
    expect(text).toMatch(/npm run import -- undo 12$/);
  });

  it('says that a trial has changed nothing', () => {
    expect(describeLoad(report, true).join('\n')).toMatch(/ {2}будет загружено: +2 +1\s229,56\s₽\n/);
    expect(describeLoad(report, true).at(-1)).toBe('Это была проверка: в базе данных ничего не изменилось.');
  });

  it('names wrong rows, the first of them', () => {
    const errors = Array.from({ length: 30 }, (_, n) => ({
      row: n + 2,
      field: 'charged',
      reason: 'не число',
    }));
    const text = describeLoad({ ...report, errors, wrong: 30, refusal: 'Есть ошибки' }, false).join('\n');
    expect(text).toMatch(/Строк в файле: +3\n {2}верных: +2\n/);
    expect(text).toContain('  строка 2, charged: не число\n');
    expect(text).toContain('  … и другие\nВсе строки с ошибками запишет в файл ключ --errors');
    expect(text).toMatch(/Есть ошибки\.\nНичего не загружено\.$/);
  });

  it('does not offer to load all the same where rows are wrong', () => {
    const control = { told: { rows: 3 }, counted: { rows: 2, kopecks: 0 }, differs: true };
    const hint = (wrong: number) =>
      describeLoad({ ...report, control, wrong, refusal: 'Нельзя' }, false).join('\n');
    expect(hint(0)).toContain('--accept-difference');
    expect(hint(1)).not.toContain('--accept-difference');
  });

  it('of an unusable file is one sentence', () => {
    const { kind: _, ...unread } = {
      ...report,
      refusal: 'Файл пустой',
      unknown: { ...report.unknown, rows: 0, count: 0 },
      notices: [],
    };
    expect(describeLoad(unread, false)).toEqual(['c.csv: Файл пустой.', 'Ничего не загружено.']);
  });
});
