import { productVersion } from '../../core/version.js';
import { date } from '../../text/russian.js';
import { attention, good } from '../finding.js';
import type { Check } from '../patient.js';

/** The last day with fixes, by the release plan of Node.js. */
const LAST_DAYS: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
};

/** Which portal runs on which Node.js, and whether that still gets fixes. */
export const PROGRAM_CHECK: Check = {
  id: 'program',
  name: 'Программа',
  look: async ({ config, now }) => {
    const { node } = process.versions;
    const seen = `Портал ${await productVersion()}, Node.js ${node}`;
    const day = LAST_DAYS[Number.parseInt(node)];
    if (day === undefined || now() < new Date(`${day}T23:59:59Z`)) return good(seen);
    const last = date(new Date(`${day}T12:00:00Z`), config.timeZone);
    return attention(
      `${seen}: исправлений для этой версии Node.js нет с ${last}`,
      'Поставьте Node.js 24 и перезапустите портал.',
    );
  },
};
