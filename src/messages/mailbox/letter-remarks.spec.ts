import { describe, expect, it } from '@jest/globals';
import { remarkWords } from './letter-remarks.js';

const PLAIN = { forged: false, cut: false, refused: [] };

describe('What the office reads of a letter besides its text', () => {
  it('is nothing where there is nothing to say', () => {
    expect(remarkWords(PLAIN)).toBe('');
  });

  it('names the entry that a letter answers, and why it does not stand there', () => {
    expect(remarkWords({ ...PLAIN, after: { number: 'К-2026-000123', why: 'late' } })).toBe(
      'Это письмо в ответ на обращение № К-2026-000123, ответ на него дан больше 30 дней назад.',
    );
    expect(remarkWords({ ...PLAIN, after: { number: 'К-2026-000123', why: 'stranger' } })).toMatch(
      /не с адреса его автора/,
    );
  });

  it('tells of a forged sender, of what is not here, and of each file that was not taken', () => {
    const words = remarkWords({
      forged: true,
      cut: true,
      stub: 'large',
      refused: ['«а.exe»: это не снимок', '«б.pdf»: повреждён'],
    });
    expect(words.split('\n')).toEqual([
      expect.stringMatching(/подделан/),
      expect.stringMatching(/больше 25 МБ/),
      expect.stringMatching(/только начало/),
      'Файлы не приложены, они остались в письме:',
      '— «а.exe»: это не снимок',
      '— «б.pdf»: повреждён',
    ]);
    expect(remarkWords({ ...PLAIN, stub: 'unreadable' })).toMatch(/не удалось прочитать/);
  });
});
