import { describe, expect, it } from '@jest/globals';
import { likely, marked, snippet, stemsOf } from './marked.js';

const written = (parts: ReturnType<typeof marked>): string =>
  parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

describe('What was found', () => {
  it('is marked wherever it stands, and nothing is lost', () => {
    const text = 'Лифт стоит, лифта нет; <b>лифт</b>';
    expect(written(marked(text, new Set(['Лифт', 'лифта', 'лифт'])))).toBe(
      '[Лифт] стоит, [лифта] нет; <b>[лифт]</b>',
    );
    expect(written(marked(text, new Set()))).toBe(text);
  });

  it('is shown with a few words before it', () => {
    const text = `${'слово '.repeat(50)}лифт ${'дело '.repeat(100)}`;
    const shown = written(snippet(['ничего', text], new Set(['лифт'])));
    expect(shown).toMatch(/^…(слово ){10,12}\[лифт\] (дело ){20,40}дело…$/);
  });

  it('is shown from the first text that has it, and else the beginning is', () => {
    expect(written(snippet(['', 'раз', 'два лифт', 'три лифт'], new Set(['лифт'])))).toBe('два [лифт]');
    expect(written(snippet(['  ', 'раз', 'два'], new Set(['лифт'])))).toBe('раз');
    expect(snippet([], new Set(['лифт']))).toEqual([]);
  });

  it('is cut in a word that has no end', () => {
    const shown = written(snippet([`${'а'.repeat(5000)} лифт`], new Set(['лифт'])));
    expect(shown).toContain('[лифт]');
    expect(shown.length).toBeLessThan(300);
    expect(written(snippet(['я'.repeat(5000)], new Set())).length).toBeLessThan(230);
  });

  it('is looked for among words that begin like it', () => {
    expect(stemsOf("'лифт' & 'подъезд':*")).toEqual(['лифт', 'подъезд']);
    expect(likely(['Лифта нет, ли\u200bфт', 'Ёлка'], ['лифт', 'елк'])).toEqual([
      'Лифта',
      'ли\u200bфт',
      'Ёлка',
    ]);
  });
});
