import type { AuditAction } from './audit.js';
import { told, wordOf } from './told.sql.js';

/** What took an app away that its owner did not switch off. */
const TAKEN_BY = { slip: 'листок из офиса', disowned: '«это не я»', lost: 'потеряно устройство' };

/** What lines about the codes of residents tell. */
export const OF_CODES = {
  'user.second-factor-on': `CASE ${told('replaced')} WHEN 'true' THEN 'другой телефон' END`,
  'user.second-factor-off': null,
  'user.second-factor-reset': wordOf(told('by'), TAKEN_BY),
  'user.second-factor-refused': null,
  'user.second-factor-stopped': null,
  'user.recovery-code-used': `'осталось кодов: ' || (${told('left')})`,
  'user.recovery-codes-renewed': null,
} satisfies Partial<Record<AuditAction, string | null>>;
