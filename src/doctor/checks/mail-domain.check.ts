import { attention, bad, type Finding, unchecked } from '../finding.js';
import type { Check, Patient } from '../patient.js';
import { toldBy, troubleWords } from '../trouble-words.js';
import { dkimFinding, dmarcFinding, spfFinding } from './mail-records.js';

/** DNS cannot be asked for all selectors of a domain; these are what mail servers and services suggest. */
const USUAL_SELECTORS = ['mail', 'dkim', 'default', 'mailru', 'google', 'selector1', 's1', 'k1', 'postbox'];
const NO_NAME = 'ENOTFOUND';
const NO_RECORD = 'ENODATA';

/** Who may send letters of the domain. */
export const SPF_CHECK: Check = {
  id: 'spf',
  name: 'SPF',
  look: (patient) => recordsOf(patient, '', spfFinding),
};

/** What is to be done with letters that the domain has not sent. */
export const DMARC_CHECK: Check = {
  id: 'dmarc',
  name: 'DMARC',
  look: (patient) => recordsOf(patient, '_dmarc.', dmarcFinding),
};

/** The key that letters are signed with. */
export const DKIM_CHECK: Check = {
  id: 'dkim',
  name: 'DKIM',
  look: async (patient) => {
    const { selector } = patient;
    if (selector !== undefined) {
      return recordsOf(patient, `${selector}._domainkey.`, (texts) => dkimFinding(texts, selector));
    }
    const tried = await Promise.all(
      USUAL_SELECTORS.map((one) =>
        recordsOf(patient, `${one}._domainkey.`, (texts) =>
          texts.length > 0 ? dkimFinding(texts, one) : bad('', ''),
        ),
      ),
    );
    const [first] = tried;
    if (first === undefined || first.unchecked) return first;
    return tried.find((one) => one && one.seen !== '' && !one.unchecked) ?? withoutSelector();
  },
};

function withoutSelector(): Finding {
  return unchecked(
    'под обычными именами ключа нет, а под каким именем он у вас, портал не знает',
    'Назовите селектор: npm run doctor -- --dkim СЕЛЕКТОР, он стоит в подписи писем после s=.',
  );
}

/** A slip in the name, or a DNS that knows nothing of the world. */
function unknownDomain(domain: string): Finding {
  return bad(
    `Домена ${domain} из MAIL_FROM нет в DNS`,
    'Исправьте MAIL_FROM. Если адрес верный, эта машина не видит DNS интернета: npm run doctor -- --dns 8.8.8.8.',
  );
}

/** Looks a text up below the domain of MAIL_FROM; a domain that has none is judged, a DNS that does not answer is not. */
async function recordsOf(
  { config, dns }: Patient,
  prefix: string,
  judge: (texts: readonly string[], domain: string) => Finding,
): Promise<Finding | undefined> {
  if (config.mailbox) return undefined;
  const domain = config.mailFrom.slice(config.mailFrom.lastIndexOf('@') + 1);
  if (!domain.includes('.')) {
    return attention(
      `MAIL_FROM в домене ${domain}, которого нет в интернете`,
      'Задайте адрес в своём домене.',
    );
  }
  try {
    const records = await dns.resolveTxt(`${prefix}${domain}`);
    return judge(
      records.map((parts) => parts.join('')),
      domain,
    );
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (code === NO_NAME && prefix === '') return unknownDomain(domain);
    if (code === NO_NAME || code === NO_RECORD) return judge([], domain);
    return unchecked(troubleWords(error), 'Проверьте, что с этой машины отвечает DNS.', toldBy(error));
  }
}
