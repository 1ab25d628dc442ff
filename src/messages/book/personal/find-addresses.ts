import type { Finding } from './finding.js';
import type { PlainCopy } from './plain-copy.js';

/** As long as anybody's name in an address is. */
const LONGEST = 64;
const TOP = 'ru|pф|рф|рyc|com|net|org|su|me|info|by|kz|ua|io|ly|cc|ру|ком|нет|онлайн|online|site|gg';
const MAILS =
  'mail|маил|мейл|мэил|gmail|гмаил|yandex|яндекс|ya|я|rambler|рамблер|bk|бк|list|inbox|инбокс|icloud|outlook|hotmail|internet|mael';
const AT =
  /@|\((?:at|ат|эт|собака|собачка)\)|\[(?:at|ат|собака)\]|(?<!\p{L})(?:собака|собачка|собаченька|эт)(?!\p{L})/gu;
const HOST = new RegExp(
  `^ {0,2}[\\p{L}\\d-]{1,63}(?: {0,2}(?:\\.|,|точка|тчк|d[oо][tт]|[([](?:d[oо][tт]|точка)[)\\]]| ) {0,2}[\\p{L}\\d-]{1,63}){0,4}`,
  'u',
);
const TOP_OF_HOST = new RegExp(
  `(?:\\.|,|точка|тчк|toчka|dot|[([](?:d[oо][tт]|т[oо]чк[aа])[)\\]]| ) {0,2}(?:${TOP})(?![\\p{L}\\d-])`,
  'gu',
);
const KNOWN_MAIL = new RegExp(`^ {0,2}(?:${MAILS})(?![\\p{L}\\d])`, 'u');
const LINKS: readonly RegExp[] = [
  /(?:https?|ftp) {0,2}: {0,2}\/{1,2}\S{1,500}/gu,
  /(?<![\p{L}\d])(?:www|vvvv)\.\S{1,500}/gu,
  new RegExp(
    `(?<![\\p{L}\\d@.-])[\\p{L}\\d-]{1,63}(?: ?(?:\\.|точка|tочka|toчka) ?[\\p{L}\\d-]{1,63}){0,3} ?(?:\\.|точка|toчka) ?(?:${TOP})(?![\\p{L}\\d])(?:/\\S{0,300})?`,
    'gu',
  ),
];
const NETWORK =
  /(?<!\p{L})(?:телеграмм?\p{L}?|телеге?|тг|вк|вконтакте|контакте|инстаграмм?\p{L}?|инста|скайп\p{L}?|одноклассник\p{L}+|ник|макс|мах|воцап\p{L}?|telegram|tg|vk|instagram|skype|ок|тik)[ :,=-]{1,4}(?=[@\p{L}\d])/gu;

/** Finds addresses of letters, links, and names in networks. */
export function findAddresses(copy: PlainCopy): Finding[] {
  return [...mails(copy), ...links(copy)];
}

/** «v e r a @ m a i l . r u». */
const SPACED = /(?<![\p{L}\d])(?:[\p{L}\d._-] ){2,40}@(?: [\p{L}\d._-](?![\p{L}\d])){3,40}/gu;

function mails({ cyrillic, latin }: PlainCopy): Finding[] {
  const found: Finding[] = [...cyrillic.matchAll(SPACED)].map(({ 0: all, index }) => ({
    kind: 'email',
    ...{ start: index, end: index + all.length },
  }));
  for (const { 0: sign, index } of cyrillic.matchAll(AT)) {
    const after = index + sign.length;
    const name = nameBefore(cyrillic, index);
    const host = hostAfter(cyrillic, latin, after, sign === '@');
    if (name < index && host > after) found.push({ kind: 'email', start: name, end: host });
    else if (sign === '@' && /^[\p{L}\d]/u.test(cyrillic.slice(after))) {
      const [handle] = /^[\p{L}\d_.]{1,64}/u.exec(cyrillic.slice(after, after + LONGEST))!;
      found.push({ kind: 'link', start: index, end: after + handle.length });
    }
  }
  return found;
}

/** Where the name before the sign begins: «vera», «vera точка petrova». */
function nameBefore(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - LONGEST - 2), at);
  const spaces = /[ ]{0,2}$/.exec(before)![0].length;
  let start = before.length - spaces;
  while (start > 0 && /[\p{L}\d._%+-]/u.test(before[start - 1]!)) start -= 1;
  if (start === before.length - spaces) return at;
  const dotted = /[\p{L}\d_-]{1,30} {1,2}(?:точка|тчк|dot|подчеркивание|тире|дефис) {1,2}$/u.exec(
    before.slice(Math.max(0, start - 45), start),
  );
  return at - before.length + start - (dotted?.[0].length ?? 0);
}

/** Where the host after the sign ends; after the word «собака», which is an animal too, only what is surely a host. */
function hostAfter(cyrillic: string, latin: string, at: number, sign: boolean): number {
  const [host = ''] = HOST.exec(cyrillic.slice(at, at + 200)) ?? [];
  if (host === '') return at;
  const seen = latin.slice(at, at + host.length);
  const tops = [...both(host, seen)].flatMap((text) => [...text.matchAll(TOP_OF_HOST)]);
  const last = Math.max(0, ...tops.map(({ 0: top, index }) => index + top.length));
  if (last > 0) return at + last;
  const known = [...both(host, seen)].map((text) => KNOWN_MAIL.exec(text)?.[0].length ?? 0);
  if (Math.max(...known) > 0) return at + Math.max(...known);
  // «пишите @vera» is a name in a network.
  if (!sign || /\s/.test(cyrillic[at - 2] ?? ' ')) return at;
  return at + (/^[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,4}/u.exec(host)?.[0].length ?? 0);
}

function both(cyrillic: string, latin: string): Set<string> {
  return new Set([cyrillic, latin]);
}

function links({ cyrillic, latin }: PlainCopy): Finding[] {
  const found: Finding[] = [];
  for (const link of LINKS) {
    for (const text of both(cyrillic, latin)) {
      for (const { 0: one, index } of text.matchAll(link)) {
        found.push({ kind: 'link', start: index, end: index + one.length });
      }
    }
  }
  for (const { 0: network, index } of cyrillic.matchAll(NETWORK)) {
    const start = index + network.length;
    // A Russian word after «ВК» is speech; a name there has Latin letters or digits.
    const [name = ''] = /^@?[\p{L}\d_.-]{4,64}/u.exec(cyrillic.slice(start, start + LONGEST)) ?? [];
    if (/[a-z\d_]/.test(name)) found.push({ kind: 'link', start: index, end: start + name.length });
  }
  return found;
}
