import { createPublicKey } from 'node:crypto';
import { attention, bad, type Finding, good } from '../finding.js';

const LEAST_RSA_BITS = 1024;
const USUAL_RSA_BITS = 2048;

/** The fields of a record like `v=DMARC1; p=none`, with their names in small letters. */
function fieldsOf(record: string): Map<string, string> {
  return new Map(
    record.split(';').flatMap((part): [string, string][] => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]];
    }),
  );
}

/** What the texts of the domain say of who may send its letters (RFC 7208). */
export function spfFinding(texts: readonly string[], domain: string): Finding {
  const records = texts.filter((text) => /^v=spf1(?:\s|$)/i.test(text));
  const [record] = records;
  if (record === undefined) {
    return bad(
      `У ${domain} нет записи SPF: письма попадут в спам`,
      `Добавьте в DNS запись TXT для ${domain}: v=spf1 ip4:адрес почтового сервера -all.`,
    );
  }
  if (records.length > 1) {
    return bad(
      `У ${domain} записей SPF ${records.length}, а должна быть одна: почтовые службы не поверят ни одной`,
      'Соедините их в одну запись.',
    );
  }
  const all = /(?:^|\s)([+?~-]?)all(?:\s|$)/i.exec(record)?.[1];
  if (all === '' || all === '+') {
    return bad(
      `SPF разрешает слать письма от ${domain} кому угодно`,
      'Замените последнее слово записи на -all или ~all.',
    );
  }
  const closed = all === '-' || all === '~' || /(?:^|\s)redirect=/i.test(record);
  return closed
    ? good(`SPF есть: ${record}. Почтовый сервер должен быть в ней назван`)
    : attention(`SPF есть, но не говорит, что делать с чужими письмами: ${record}`, 'Добавьте в конец -all.');
}

/** What the texts of `_dmarc` say of letters that nobody has signed (RFC 7489). */
export function dmarcFinding(texts: readonly string[], domain: string): Finding {
  const records = texts.filter((text) => /^v=DMARC1\s*(?:;|$)/i.test(text));
  const [record] = records;
  if (record === undefined) {
    return attention(
      `У ${domain} нет записи DMARC: Mail.ru, Яндекс и Gmail доверяют таким письмам меньше`,
      `Добавьте в DNS запись TXT для _dmarc.${domain}: v=DMARC1; p=quarantine; rua=mailto:ваш адрес.`,
    );
  }
  const policy = fieldsOf(record).get('p')?.toLowerCase();
  if (records.length > 1 || policy === undefined || !['none', 'quarantine', 'reject'].includes(policy)) {
    return bad(
      `Запись DMARC у ${domain} с ошибкой, её не примут во внимание`,
      'Оставьте одну запись с p=none, p=quarantine или p=reject.',
    );
  }
  return policy === 'none'
    ? attention(
        'DMARC есть, но только наблюдает (p=none)',
        'Когда в отчётах не останется чужих отказов, замените на p=quarantine.',
      )
    : good(`DMARC есть: p=${policy}`);
}

/** What the record of a selector says of the key that letters are signed with (RFC 6376). */
export function dkimFinding(texts: readonly string[], selector: string): Finding {
  const record = texts.find((text) => fieldsOf(text).has('p'));
  const fields = fieldsOf(record ?? '');
  const key = fields.get('p')?.replace(/\s+/g, '');
  if (key === undefined) {
    return bad(
      `По селектору ${selector} ключа DKIM нет`,
      'Возьмите запись у почтового сервера и добавьте её в DNS.',
    );
  }
  if (key === '') {
    return bad(`Ключ DKIM по селектору ${selector} отозван`, 'Опубликуйте действующий ключ.');
  }
  if ((fields.get('k') ?? 'rsa') !== 'rsa') {
    return good(`DKIM есть: селектор ${selector}, ${fields.get('k')}`);
  }
  const bits = bitsOf(key);
  if (bits === undefined || bits < LEAST_RSA_BITS) {
    return bad(
      `Ключ DKIM по селектору ${selector} ${bits === undefined ? 'не читается' : `слишком короткий: ${bits}\u00A0бит`}`,
      `Сделайте ключ в ${USUAL_RSA_BITS}\u00A0бит.`,
    );
  }
  const seen = `DKIM есть: селектор ${selector}, ключ ${bits}\u00A0бит`;
  return bits < USUAL_RSA_BITS ? attention(seen, `Замените ключ на ${USUAL_RSA_BITS}\u00A0бит.`) : good(seen);
}

function bitsOf(key: string): number | undefined {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return publicKey.asymmetricKeyDetails?.modulusLength;
  } catch {
    return undefined;
  }
}
