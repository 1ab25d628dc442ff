import { dayText } from '../text/month.sql.js';
import { told } from './told.sql.js';

/** Which text somebody has agreed to. */
export const CONSENT = `(SELECT 'согласие в редакции от ' || ${dayText("(e.details->'consent'->>'version')::date")}
  WHERE e.details->'consent'->>'version' ~ '^\\d{4}-\\d\\d-\\d\\d$')`;

/** What lines about personal data tell. */
export const OF_PERSONAL_DATA = {
  'user.data-taken': `upper(${told('format')})`,
  'user.consent-given': CONSENT,
  'user.removal-asked': null,
  'user.removal-cancelled': null,
  'user.erased': told('reason'),
} as const;
