import { describe, expect, it } from '@jest/globals';
import { controlOf, refusalOf } from './import-refusal.js';

const unknown = { rows: 0, kopecks: 0, count: 0, accounts: [] };

describe('A load is refused', () => {
  it.each([
    [{ wrong: 2, good: 5, skipped: 0, recognised: 0, unknown }, /строки с ошибками: 2/],
    [{ wrong: 0, good: 0, skipped: 3, recognised: 0, unknown }, /уже загружены/],
  ])('when nothing good can come of it: %j', (report, words) => {
    expect(refusalOf(report, true).refusal).toMatch(words);
  });

  it('when the sums differ, unless somebody takes the difference upon them', () => {
    const control = controlOf({ rows: 3, kopecks: 100 }, { rows: 2, kopecks: 100 });
    const report = { wrong: 0, good: 2, skipped: 0, recognised: 0, unknown, control };
    expect(control!.differs).toBe(true);
    expect(refusalOf(report, false).refusal).toBe(
      'Контрольные итоги не сходятся: в файле указано строк 3, а прочитано 2',
    );
    expect(refusalOf(report, true)).toEqual({});
  });

  it('with all that is to be looked at, for whoever accepts it accepts all', () => {
    const control = controlOf({ rows: 3 }, { rows: 2, kopecks: 100 });
    const report = { wrong: 0, good: 2, skipped: 0, recognised: 0, unknown, control, question: 'Что это' };
    expect(refusalOf(report, false)).toEqual({
      refusal: 'Контрольные итоги не сходятся: в файле указано строк 3, а прочитано 2. Что это',
      asks: true,
    });
    expect(refusalOf(report, true)).toEqual({});
  });

  it('not when the file tells who has paid what was loaded before', () => {
    expect(refusalOf({ wrong: 0, good: 0, skipped: 1, recognised: 1, unknown }, false)).toEqual({});
  });

  it('not when they agree, or when the file tells none', () => {
    expect(controlOf({ kopecks: 7 }, { rows: 1, kopecks: 7 })!.differs).toBe(false);
    expect(controlOf(undefined, { rows: 1, kopecks: 7 })).toBeUndefined();
    expect(controlOf({}, { rows: 1, kopecks: 7 })).toBeUndefined();
    expect(
      refusalOf({ wrong: 0, good: 0, skipped: 0, recognised: 0, unknown: { ...unknown, rows: 1 } }, false),
    ).toEqual({});
  });
});
