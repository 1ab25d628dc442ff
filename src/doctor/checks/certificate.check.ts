import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { date, daysLeft } from '../../text/russian.js';
import { attention, bad, type Finding, good, unchecked } from '../finding.js';
import type { Check, Patient } from '../patient.js';
import { toldBy, troubleWords } from '../trouble-words.js';

const CONNECT_MS = 6000;
const DAY_MS = 86_400_000;
/** Let's Encrypt renews a month before the end: a fortnight before it somebody has to look. */
const SOON_DAYS = 14;
const NOW_DAYS = 3;

/** The certificate that browsers see at PUBLIC_URL, and its end. */
export const CERTIFICATE_CHECK: Check = {
  id: 'certificate',
  name: 'Сертификат',
  look: async (patient) => {
    const url = new URL(patient.config.publicUrl);
    if (url.protocol !== 'https:') return undefined;
    try {
      const { certificate, refusal } = await shownAt(url);
      return refusal === undefined ? untilWhen(certificate, patient) : distrusted(refusal);
    } catch (error) {
      return unchecked(
        `${url.host}: ${troubleWords(error)}`,
        'Проверьте, что PUBLIC_URL открывается с этой машины.',
        toldBy(error),
      );
    }
  },
};

/** Takes any certificate, and tells why a browser would not. */
function shownAt(url: URL): Promise<{ certificate: PeerCertificate; refusal: Error | undefined }> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...{ host, port: Number(url.port) || 443, rejectUnauthorized: false, timeout: CONNECT_MS },
      ...(isIP(host) === 0 && { servername: host }),
    });
    socket.once('secureConnect', () => {
      const refusal = socket.authorized ? undefined : (socket.authorizationError as Error | string);
      resolve({
        certificate: socket.getPeerCertificate(),
        refusal: typeof refusal === 'string' ? Object.assign(new Error(), { code: refusal }) : refusal,
      });
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })));
    socket.once('error', reject);
  });
}

function distrusted(refusal: Error): Finding {
  return bad(
    `Браузеры не доверяют: ${troubleWords(refusal)}`,
    'Поставьте на прокси сертификат для этого имени вместе с промежуточными.',
    toldBy(refusal),
  );
}

function untilWhen(certificate: PeerCertificate, { config, now }: Patient): Finding {
  const end = new Date(certificate.valid_to);
  const days = Math.floor((end.getTime() - now().getTime()) / DAY_MS);
  const seen = `Действует до ${date(end, config.timeZone)}, ${daysLeft(days)}`;
  if (days >= SOON_DAYS) return good(seen);
  const todo = 'Продлите сертификат и узнайте, почему он не продлился сам (certbot, Caddy).';
  return days < NOW_DAYS ? bad(seen, todo) : attention(seen, todo);
}
