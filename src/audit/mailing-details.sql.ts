import { count, list, told } from './told.sql.js';

/** What lines about letters to lists tell. */
export const OF_MAILINGS = {
  'mailing.rewritten': told('audience_words'),
  'mailing.removed': told('audience_words'),
  'mailing.begun': list(
    told('audience_words'),
    count('получателей:', 'receivers'),
    count('из них ждут администратора:', 'asking'),
  ),
  'mailing.stopped': null,
  'mailing.approved': count('получателей:', 'asking'),
  'mailing.declined': told('reason'),
} as const;
