import { count, list, quoted, told } from './told.sql.js';

/** What lines about letters tell: to lists, and sent again. */
export const OF_MAILINGS = {
  'mailing.rewritten': told('audience_words'),
  'mailing.removed': told('audience_words'),
  'mailing.begun': list(
    told('audience_words'),
    count('получателей:', 'receivers'),
    count('из них ждут подтверждения:', 'asking'),
  ),
  'mailing.asked': list(told('audience_words'), count('получателей:', 'asking')),
  'mailing.stopped': null,
  'mailing.approved': count('получателей:', 'asking'),
  'letter.again': '(SELECT subject FROM letters WHERE id = e.object_id::uuid)',
  'mailing.declined': quoted('reason'),
} as const;
