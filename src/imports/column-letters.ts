const A = 65;

/** The number of a column of a spreadsheet, counted from 0, by its letters; -1 where there are none. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (let index = 0; index < letters.length; index++) {
    number = number * 26 + letters.charCodeAt(index) - A + 1;
  }
  return number - 1;
}

/** The letters of a column by its number, counted from 0. */
export function columnLetters(number: number): string {
  let letters = '';
  for (let rest = number + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(A + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** What to call a column of a book in messages: its heading, and its letters. */
export function columnTitle(heading: string, position: number): string {
  return `${heading === '' ? '' : `${heading}, `}столбец ${columnLetters(position)}`;
}
