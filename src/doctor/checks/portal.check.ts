import { bad, good } from '../finding.js';
import type { Check } from '../patient.js';
import { toldBy, troubleWords } from '../trouble-words.js';

const ANSWER_MS = 6000;

/** Whether the portal answers at the address that stands in letters, through everything that stands before it. */
export const PORTAL_CHECK: Check = {
  id: 'portal',
  name: 'Адрес портала',
  look: async ({ config }) => {
    const url = `${config.publicUrl}/health/ready`;
    try {
      const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) });
      await answer.arrayBuffer();
      if (answer.status === 200) return good(`${config.publicUrl} отвечает`);
      return bad(
        `${config.publicUrl} отвечает ошибкой ${answer.status}`,
        'Проверьте, что портал запущен и прокси передаёт ему запросы.',
      );
    } catch (error) {
      return bad(
        `${config.publicUrl} не открывается: ${troubleWords(error)}`,
        'Проверьте, что портал и прокси запущены и PUBLIC_URL открывается с этой машины.',
        toldBy(error),
      );
    }
  },
};
