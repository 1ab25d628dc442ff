import { MAILBOX_HEALTH } from '../../messages/mailbox/mailbox-health.sql.js';
import { dateTime } from '../../text/russian.js';
import { attention, bad, good } from '../finding.js';
import type { Check } from '../patient.js';

/** Visits that may be missed. */
const MISSED = 10;
const LEAST_MS = 10 * 60_000;

interface Mailbox {
  readonly readAt: Date | null;
  readonly failures: number;
  readonly trouble: string | null;
  readonly troubleSince: Date | null;
}

/** Whether the mailbox that people write to is read; the portal does it, this only asks how it went. */
export const MAILBOX_CHECK: Check = {
  id: 'mailbox',
  name: 'Письма от жителей',
  look: async ({ config, rows, now }) => {
    if (!config.incoming) return undefined;
    const [found] = await rows<Mailbox>(MAILBOX_HEALTH);
    const todo = 'Проверьте MAILBOX_URL и MAILBOX_FOLDER; портал должен быть запущен.';
    if (found?.trouble && found.troubleSince) {
      return bad(`Не читаются с ${dateTime(found.troubleSince, config.timeZone)}: ${found.trouble}`, todo);
    }
    if (!found?.readAt) return attention('Ящик ещё ни разу не прочитан', todo);
    const seen = `Последний раз прочитаны ${dateTime(found.readAt, config.timeZone)}`;
    const most = Math.max(LEAST_MS, config.incoming.seconds * 1000 * MISSED);
    return now().getTime() - found.readAt.getTime() < most ? good(seen) : bad(seen, todo);
  },
};
