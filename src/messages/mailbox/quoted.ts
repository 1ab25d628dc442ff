/** What somebody wrote, and the history that the mail program has put there. */
export interface SplitText {
  readonly text: string;
  readonly quoted: string;
}

/** More lines than anybody writes; the history of a conversation of years may have more. */
const MOST_LINES = 20_000;
/** A line that leads into a quotation is short, even where it names two addresses. */
const LONGEST_LEAD = 300;

const QUOTE = /^\s{0,3}>/;
/** «-----Original Message-----», «-------- Пересылаемое сообщение --------». */
const RULE =
  /^\s{0,3}-{2,40} ?(?:original message|исходное сообщение|пересылаемое сообщение|пересланное сообщение|forwarded message|конец пересылаемого сообщения) ?-{2,40}\s*$/i;
/** «пт, 27 нояб. 2026 г. в 10:12, УК «Макском» <noreply@…>:», «27.11.2026 10:12, УК пишет:», «On …, … wrote:». */
const LEAD_END =
  /(?:<[^<>\s]{3,254}>|wrote|пишет|писал|писала|написал|написала|написал\(а\)|пишет\(а\))\s?:\s*$/i;
const LEAD_DATE = /\d{1,2}[.:/]\d{2}|\d{4}/;
/** Outlook: «От: …» with «Отправлено: …» or «Дата: …» right below. */
const FROM = /^\s{0,3}\*{0,2}(?:от|от кого|from):\*{0,2}\s/i;
const SENT = /^\s{0,3}\*{0,2}(?:отправлено|дата|sent|date):\*{0,2}\s/i;

/** Parts the history from what was written above it; what stands below or between quoted lines is what was written. */
export function splitQuoted(letter: string): SplitText {
  const lines = letter.split('\n', MOST_LINES);
  const lead = lines.findIndex((_, index) => begins(lines, index));
  if (lead === -1) return withoutQuotes(lines);
  const text = joined(lines.slice(0, lead));
  const below = lines.slice(lead);
  if (text !== '') return { text, quoted: joined(below) };
  // answered below the quotation, or nothing but a forwarded letter
  const split = withoutQuotes(below.slice(leadLength(below)));
  return split.quoted === '' || split.text === '' ? { text: joined(lines), quoted: '' } : split;
}

/** Whether the history begins with this line. */
function begins(lines: readonly string[], index: number): boolean {
  const line = lines[index]!;
  if (RULE.test(line)) return true;
  if (FROM.test(line)) return lines.slice(index + 1, index + 4).some((next) => SENT.test(next));
  return isLead(line) || (line.trim() !== '' && !LEAD_END.test(line) && isWrapped(lines, index));
}

function isLead(line: string): boolean {
  return line.length <= LONGEST_LEAD && LEAD_END.test(line) && LEAD_DATE.test(line);
}

/** A lead that was broken into two lines, with the quotation right below. */
function isWrapped(lines: readonly string[], index: number): boolean {
  const next = lines[index + 1] ?? '';
  if (!LEAD_END.test(next) || isLead(next)) return false;
  const quotes = [lines[index + 2], lines[index + 3]].some((line) => line !== undefined && QUOTE.test(line));
  return quotes && isLead(`${lines[index]!} ${next}`);
}

function leadLength(lines: readonly string[]): number {
  return LEAD_END.test(lines[0]!) || RULE.test(lines[0]!) ? 1 : 2;
}

function withoutQuotes(lines: readonly string[]): SplitText {
  const text = joined(lines.filter((line) => !QUOTE.test(line)));
  const quoted = joined(lines.filter((line) => QUOTE.test(line)));
  return text === '' ? { text: quoted, quoted: '' } : { text, quoted };
}

function joined(lines: readonly string[]): string {
  return lines.join('\n').trim();
}
