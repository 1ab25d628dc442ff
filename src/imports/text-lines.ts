import { withoutTail } from '../text/tail.js';
import { END_OF_FILE } from './csv-lines.js';
import { ImportRefused } from './import-refused.js';

const MAX_LINE_LENGTH = 64 * 1024;

/** The lines of a text, as many at a time as a piece of it has. */
export async function* textLines(text: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = '';
  for await (const piece of text) {
    const whole = rest + piece;
    // What follows a \r at the end is not known yet.
    const lines = whole.replace(/\r\n|\r(?!$)/g, '\n').split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE_LENGTH) {
      throw new ImportRefused(`В файле есть строка длиннее ${MAX_LINE_LENGTH / 1024} КБ`);
    }
    if (lines.length > 0) yield lines;
  }
  const last = withoutTail(rest, END_OF_FILE).replace(/\r$/, '');
  if (last !== '') yield [last];
}
