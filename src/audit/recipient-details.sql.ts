import { dayText } from '../text/month.sql.js';
import { told } from './told.sql.js';

const FROM_DAY = `'с ' || ${dayText(`(${told('since')})::date`)}`;

/** What lines about recipients of payments tell besides the name. */
export const OF_RECIPIENTS = {
  'recipient.seeded': null,
  'recipient.added': FROM_DAY,
  'recipient.changed': FROM_DAY,
  'recipient.ended': FROM_DAY,
};
