import { describe, expect, it } from '@jest/globals';
import { ProgressBar } from './progress-bar.js';

function shown(isTTY: boolean): string {
  let text = '';
  const bar = new ProgressBar({ isTTY, write: (part) => (text += part) });
  for (const done of [0, 4, 15, 15, 99, 100]) bar.show(done, 100);
  bar.show(1, 0);
  bar.clear();
  return text;
}

describe('A progress bar', () => {
  it('grows in a terminal and is gone in the end', () => {
    const states = shown(true).split('\r');
    expect(states[2]).toBe(`[█${'·'.repeat(29)}]   4 %`);
    expect(states.at(-3)).toBe(`[${'█'.repeat(30)}] 100 %`);
    expect(states.at(-1)).toBe('');
  });

  it('is some lines in a file', () => {
    expect(shown(false)).toBe('Выполнено 10\u00A0%\nВыполнено 90\u00A0%\nВыполнено 100\u00A0%\n');
  });
});
