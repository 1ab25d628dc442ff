import { JOURNAL_HEALTH, type JournalHealth } from '../../audit/journal-health.sql.js';
import { duration } from '../../text/russian.js';
import { attention, bad, good } from '../finding.js';
import type { Check } from '../patient.js';

/** Longer than sealing takes, even beside a long load. */
const LONGEST_TAIL_MINUTES = 60;

/** Whether the journal is what was written: how the last check of its chain has ended, and that lines are sealed in time. */
export const JOURNAL_CHECK: Check = {
  id: 'journal',
  name: 'Журнал событий',
  look: async ({ rows }) => {
    const [health] = await rows<JournalHealth>(JOURNAL_HEALTH);
    if (!health) return undefined;
    const { trouble, seals, waiting, checked_at: checked } = health;
    if (trouble !== null) {
      return bad(
        `журнал изменён в обход портала: ${trouble}`,
        'Выясните, кто работал с базой напрямую, и сверьте журнал с резервной копией: npm run audit:verify.',
      );
    }
    if (waiting !== null && waiting > LONGEST_TAIL_MINUTES) {
      return attention(
        `строки журнала не запечатаны ${duration(waiting * 60)}`,
        'Проверьте, работает ли портал и нет ли в базе транзакции, которая не кончается.',
      );
    }
    return checked === null ? undefined : good(`цепочка цела, печатей ${seals}`);
  },
};
