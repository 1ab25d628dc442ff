// Makes a file of personal accounts: node bench/accounts-file.mjs 100000 accounts.csv [windows-1251]
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const HEADER = 'account;els;hcs_id;address;unit;unit_type;total_area;residents;owner_name;code_word;closed';
const STREETS = ['Лесная', 'Советская', 'Байкальская', '2-я Железнодорожная', 'Карла Маркса'];
const NAMES = ['Иванов Пётр Сергеевич', 'Смирнова Ольга Ильинична', 'Ким Алёна Артуровна', 'ООО ""Ромашка""'];
const FLATS = 300;

/** Writes so many accounts, always the same ones; `encoding` is utf-8 or windows-1251. */
export async function writeAccountsFile(path, rows, encoding = 'utf-8') {
  const encode = encoding === 'utf-8' ? (text) => text : windows1251();
  const out = createWriteStream(path);
  out.write(encode(`${HEADER}\r\n`));
  for (let start = 0; start < rows; start += 1000) {
    let text = '';
    for (let n = start; n < Math.min(rows, start + 1000); n += 1) text += `${account(n)}\r\n`;
    if (!out.write(encode(text))) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

function account(n) {
  const house = Math.floor(n / FLATS);
  const els = `38АС${String(n).padStart(6, '0').slice(-6)}`;
  return [
    String(n + 1).padStart(10, '0'),
    els,
    `${els}-01`,
    `г. Иркутск, ул. ${STREETS[house % STREETS.length]}, д. ${house + 1}`,
    (n % FLATS) + 1,
    n % 50 === 0 ? 'Кладовая' : 'Квартира',
    `${30 + (n % 70)},${n % 100}`,
    n % 6,
    `"${NAMES[n % NAMES.length]}"`,
    '',
    n % 97 === 0 ? 'да' : 'нет',
  ].join(';');
}

/** Node reads windows-1251 but cannot write it: the table is turned round. */
export function windows1251() {
  const letters = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  const bytes = new Map([...letters].map((letter, byte) => [letter, byte]));
  return (text) => Uint8Array.from(text, (letter) => bytes.get(letter) ?? 0x3f);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [rows, path, encoding] = process.argv.slice(2);
  if (!(Number(rows) > 0) || !path) {
    console.error('node bench/accounts-file.mjs ROWS FILE [utf-8|windows-1251]');
    process.exit(1);
  }
  await writeAccountsFile(path, Number(rows), encoding);
}
