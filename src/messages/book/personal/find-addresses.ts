import type { Finding } from './finding.js';
import type { PlainCopy } from './plain-copy.js';

/** As long as anybody's name in an address is, where a sign that is a word stands behind it. */
const LONGEST = 64;
const TOP_LATIN = 'ru|com|net|org|su|info|by|kz|ua|io|site|online';
const TOP = `${TOP_LATIN}|pф|рф|рyc|me|ly|cc|ру|ком|нет|онлайн|gg`;
const MAILS =
  'mail|маил|мейл|мэил|gmail|гмаил|yandex|яндекс|ya|я|rambler|рамблер|bk|бк|list|inbox|инбокс|icloud|outlook|hotmail|internet|mael';
const AT =
  /@|%40|&#64;|[([{<] ?(?:at|ат|эт|а|собака|собачка) ?[)\]}>]|(?<!\p{L})(?:собака|собачка|собаченька|эт|ат)(?!\p{L})/gu;
const DOT_WORDS = 'точка|тчк|т[oо]чк[aа]|d[oо][tт]';
/** What joins parts of a host for sure: a dot with no space behind it or alone, a comma before its end, a dot in words. */
const JOINT =
  `(?:\\.(?=[\\p{L}\\d])| {1,2}\\. {0,2}|,(?=(?:${TOP})(?![\\p{L}\\d]))` +
  `| {0,2}[([] ?(?:${DOT_WORDS}|\\.) ?[)\\]] {0,2}| {1,2}(?:${DOT_WORDS}) {1,2})`;
const LABEL = '[\\p{L}\\d_-]{1,63}';
/** After a sign that is a word, so many parts at most: what follows may have such words again. */
const HOST = new RegExp(`[ ([<]{0,2}${LABEL}(?:${JOINT}${LABEL}){0,8}`, 'uy');
const OF_HOST = /[\p{L}\d_-]/u;
const JOINED = new RegExp(JOINT, 'u');
const DOT_IN_WORDS = new RegExp(`(?<!\\p{L})(?:${DOT_WORDS})(?!\\p{L})`, 'u');
/** «mail ru», «mail. ru». */
const TOP_APART = new RegExp(`(?: {0,2}[.,] {0,2}| {1,2})(?:${TOP})(?![\\p{L}\\d-])`, 'uy');
const MORE_TOP_APART = new RegExp(` {0,2}\\. {0,2}(?:${TOP_LATIN})(?![\\p{L}\\d-])`, 'uy');
const TOP_AT_END = new RegExp(`(?:\\.|,|${DOT_WORDS}|[)\\]]) {0,2}(?:${TOP})$`, 'u');
const KNOWN_MAIL = new RegExp(` {0,2}(?:${MAILS})(?![\\p{L}\\d])`, 'uy');
/** Letters that no other alphabet has: a word with one is written in Latin letters. */
const LATIN_ALONE = /[bdfgjlnqrsvwz]/;
/** A sentence may begin behind a dot and a space. */
const DOT = `(?:\\.| \\. ?| ?(?:${DOT_WORDS}) ?)`;
/** How links begin; the first kind goes on to the next space. */
const LINKS: readonly RegExp[] = [
  /(?:https?|ftp) {0,2}: {0,2}\/{1,2}(?=\S)|(?<![\p{L}\d])(?:www|vvvv)\.(?=\S)/gu,
  new RegExp(
    `(?<![\\p{L}\\d@.-])[\\p{L}\\d-]{1,63}(?:${DOT}[\\p{L}\\d-]{1,63}){0,3}${DOT}(?:${TOP})(?![\\p{L}\\d])`,
    'gu',
  ),
];
/** Whatever the host ends with: «vera-blog.example». */
const LATIN_LINK = /(?<![\p{L}\d@.-])[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,3}\.[a-z]{2,20}(?![\p{L}\d])/gu;
const NETWORK =
  /(?<!\p{L})(?:телеграмм?\p{L}?|телеге?|тг|вк|вконтакте|контакте|инстаграмм?\p{L}?|инста|скайп\p{L}?|одноклассник\p{L}+|ник|макс|мах|воцап\p{L}?|telegram|tg|vk|instagram|skype|ок|тik)[ :,=-]{1,4}(?=[@\p{L}\d])/gu;

/** Any sign in the place of «@» before a well-known post: «vera#mail.ru», «vera*mail.ru». */
const ODD_AT = new RegExp(
  `[^\\p{L}\\d\\s@./:,;()<>"«»„“'!?-] ?(?=(?:${MAILS})${JOINT}(?:${TOP})(?![\\p{L}\\d]))`,
  'gu',
);
/** «vera на яндексе», «vera mail.ru»: a name in Latin letters, or with digits, beside a well-known post. */
const NAMED_POST = new RegExp(
  `(?<![\\p{L}\\d@._-])(?=[\\p{L}._-]{0,40}[bdfgjlnqrsvwz\\d_])(?=[._\\d-]{0,40}\\p{L})[\\p{L}\\d._-]{2,64}(?: {1,2}(?:на|ha|в|b|у|через|at|эт))? {1,2}` +
    `(?:(?:яндекс|yandex|mail|маил|мейл|мэйл|маил\\.?ру|мэил|майл|gmail|гмейл|гмаил|джимейл|гугл|google|рамблер|rambler|инбокс|айклауд|icloud|outlook)\\p{L}{0,2}|(?:bk|list|inbox|бк|mail|ya|я)${JOINT}(?:${TOP}))(?![\\p{L}\\d])(?:${JOINT}(?:${TOP})(?![\\p{L}\\d]))?`,
  'gu',
);

/** Finds addresses of letters, links, and names in networks: all of each, so that no half of one stays. */
export function findAddresses(copy: PlainCopy): Finding[] {
  return [...mails(onOneLine(copy)), ...links(copy), ...networks(copy)];
}

/** An address that a line ends within: «vera@⏎mail.ru». */
function onOneLine(copy: PlainCopy): PlainCopy {
  return {
    ...copy,
    cyrillic: copy.cyrillic.replaceAll('\n', ' '),
    latin: copy.latin.replaceAll('\n', ' '),
  };
}

/** «v e r a @ m a i l . r u». */
const SPACED = /(?<![\p{L}\d])(?:[\p{L}\d._-] ){2,40}@(?: [\p{L}\d._-](?![\p{L}\d])){3,40}/gu;

function mails(copy: PlainCopy): Finding[] {
  const { cyrillic, latin } = copy;
  const found: Finding[] = [...cyrillic.matchAll(SPACED)].map(({ 0: all, index }) => ({
    kind: 'email',
    ...{ start: index, end: index + all.length },
  }));
  for (const text of [cyrillic, latin]) {
    for (const { 0: all, index } of text.matchAll(NAMED_POST)) {
      // Russian speech beside a post is no name: «отзыв на яндексе».
      if (/[bdfgjlnqrsvwz\d_]/.test(cyrillic.slice(index, index + all.search(/ /)))) {
        found.push({ kind: 'email', start: index, end: index + all.length });
      }
    }
  }
  for (const { 0: sign, index } of [
    ...cyrillic.matchAll(AT),
    ...cyrillic.matchAll(ODD_AT),
    ...latin.matchAll(ODD_AT),
  ]) {
    const after = index + sign.length;
    const sure = /^[@%&]/.test(sign);
    const start = nameBefore(cyrillic, index, sure);
    const end = hostAfter(copy, index, after, sure);
    if (start < index && end > after) found.push({ kind: 'email', start, end });
    else if (sign === '@') {
      const handle = runEnd(cyrillic, after, OF_HOST, true);
      if (handle > after) found.push({ kind: 'link', start: index, end: handle });
    }
  }
  return found;
}

/** A part of a name, and what joins it to the next: «точка», «подчеркивание», a dot alone, or nothing but a space. */
const NAME_PART =
  /(?<part>[\p{L}\d._%+-]{1,64})(?: {1,2}(?:точка|тчк|дот|dot|(?:нижнее )?подчеркивание|тире|дефис|минус|плюс|[._-]) {1,2}|(?<apart> {1,2}))$/u;
const NUMBER_WORD =
  /^(?:\d+|ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|десять|\p{L}+дцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|\p{L}+ст[аи]|\p{L}+сот|тысяча)$/u;

/** Where the name before the sign begins: «vera», «vera точка petrova», «вера семьдесят семь», «"vera p"». */
function nameBefore(text: string, at: number, sure: boolean): number {
  const end = at - / {0,2}$/.exec(text.slice(Math.max(0, at - 2), at))![0].length;
  const quoted = sure && /["«][^"«»\n@]{1,64}["»]$/.exec(text.slice(Math.max(0, end - LONGEST - 2), end));
  if (quoted) return end - quoted[0].length;
  // Between two sure signs nothing is read twice; a word for the sign may stand after each word.
  const belongs = sure ? /[^\s@,;:<>()[\]"«»„“\uFFFC]/ : /[\p{L}\d._%+-]/u;
  const least = sure ? 0 : end - LONGEST;
  let start = end;
  while (start > least && belongs.test(text[start - 1] ?? ' ')) start -= 1;
  while (start < end && !/[\p{L}\d_+]/u.test(text[start]!)) start += 1;
  if (start === end) return at;
  let first = text.slice(start, Math.min(end, start + LONGEST));
  for (let parts = 0; parts < 6; parts += 1) {
    const before = text[start - 1] === ' ' && NAME_PART.exec(text.slice(Math.max(0, start - 100), start));
    if (!before) break;
    const { part, apart } = before.groups as { part: string; apart?: string };
    // Only with a space between them stand the numbers of a name, and names in Latin letters.
    if (apart !== undefined && !NUMBER_WORD.test(first) && !(isLatin(first) && isLatin(part))) break;
    start -= before[0].length;
    first = part;
  }
  return start;
}

function isLatin(word: string): boolean {
  return LATIN_ALONE.test(word);
}

/** Where the host after the sign ends; after the word «собака», which is an animal too, only of what is surely a host. */
function hostAfter({ cyrillic, latin }: PlainCopy, sign: number, at: number, sure: boolean): number {
  const least = ended(HOST, cyrillic, at);
  const host = sure && least > at ? runEnd(cyrillic, least, OF_HOST, true) : least;
  if (host === at) return at;
  const said = cyrillic.slice(Math.max(at, host - 300), host);
  const joined = JOINED.test(said);
  const more = joined ? MORE_TOP_APART : TOP_APART;
  const end = Math.max(ended(more, cyrillic, host), ended(more, latin, host));
  if (end > host || (sure && joined)) return end;
  if (joined) {
    const certain =
      DOT_IN_WORDS.test(said) ||
      TOP_AT_END.test(said) ||
      TOP_AT_END.test(latin.slice(at, host)) ||
      isLatin(said);
    return certain ? host : at;
  }
  if (ended(KNOWN_MAIL, cyrillic, at) === host || ended(KNOWN_MAIL, latin, at) === host) return host;
  // «пишите @vera» is a name in a network.
  return sure && (cyrillic[sign - 1] !== ' ' || cyrillic[at] === ' ') ? host : at;
}

/** Where a match ends that begins at a place; the place itself where there is none. */
function ended(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where a run of signs ends; dots belong to it where such a sign follows. */
function runEnd(text: string, at: number, belongs: RegExp, dotted = false): number {
  let end = at;
  while (
    end < text.length &&
    (belongs.test(text[end]!) || (dotted && text[end] === '.' && belongs.test(text[end + 1] ?? ' ')))
  ) {
    end += 1;
  }
  return end;
}

function links({ cyrillic, latin }: PlainCopy): Finding[] {
  const found: Finding[] = [];
  for (const [begins, texts] of [
    ...LINKS.map((link) => [link, [cyrillic, latin]] as const),
    [LATIN_LINK, [latin]] as const,
  ]) {
    for (const text of new Set(texts)) {
      let last = 0;
      for (const { 0: beginning, index: start } of text.matchAll(begins)) {
        const host = start + beginning.length;
        if (start < last || (begins === LATIN_LINK && !isLatin(cyrillic.slice(start, host)))) continue;
        last = begins === LINKS[0] ? host : runEnd(text, host, OF_HOST, true);
        if (begins === LINKS[0] || /[:/?#]/.test(text[last] ?? ' ')) last = runEnd(text, last, /\S/);
        found.push({ kind: 'link', start, end: last });
      }
    }
  }
  return found;
}

function networks({ cyrillic }: PlainCopy): Finding[] {
  const found: Finding[] = [];
  for (const { 0: network, index } of cyrillic.matchAll(NETWORK)) {
    const start = index + network.length;
    // A Russian word after «ВК» is speech; a name there has Latin letters or digits.
    const [name = ''] = /^@?[\p{L}\d_.-]{4,64}/u.exec(cyrillic.slice(start, start + LONGEST)) ?? [];
    if (/[a-z\d_]/.test(name)) found.push({ kind: 'link', start: index, end: start + name.length });
  }
  return found;
}
