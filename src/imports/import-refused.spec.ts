import { describe, expect, it } from '@jest/globals';
import { ImportRefused } from './import-refused.js';

describe('A refusal', () => {
  it('is told apart from a bug, and carries the words for the person', () => {
    const refusal: unknown = new ImportRefused('Файл пустой');
    expect(refusal).toBeInstanceOf(ImportRefused);
    expect(new Error('x')).not.toBeInstanceOf(ImportRefused);
    expect((refusal as Error).message).toBe('Файл пустой');
  });
});
