import { dateTime } from '../../text/russian.js';
import { attention, bad, good } from '../finding.js';
import type { Check } from '../patient.js';

/** Codes of letters live for minutes, terms of requests begin at the minute. */
const NOTICEABLE_SECONDS = 3;
const WRONG_SECONDS = 60;

/** Whether this machine and the database's agree what time it is. */
export const CLOCK_CHECK: Check = {
  id: 'clock',
  name: 'Часы',
  look: async ({ config, rows, now }) => {
    const before = now().getTime();
    const [row] = await rows<{ at: Date }>('SELECT clock_timestamp() AS at');
    const after = now().getTime();
    // Whatever the way to the database takes, its clock was read in between.
    const there = row!.at.getTime();
    const apart = Math.max(0, before - there, there - after) / 1000;
    const seen = `Здесь ${dateTime(now(), config.timeZone)} (${config.timeZone}), с базой расходятся на ${apart.toFixed(1).replace('.', ',')}\u00A0с`;
    if (apart < NOTICEABLE_SECONDS) return good(seen);
    const todo = 'Включите на обеих машинах службу точного времени: systemd-timesyncd или chrony.';
    return apart < WRONG_SECONDS ? attention(seen, todo) : bad(seen, todo);
  },
};
