import { KINDS } from './changes.sql.js';
import { count, list, quoted, rouble, told, wordOf } from './told.sql.js';

const ROWS_AND_SUM = list(`'строк ' || (${told('rows')})`, `'на ' || ${rouble(told('kopecks'))}`);
/** Of a payment that was divided over accounts. */
const PART = `'часть платежа на ' || ${rouble(told('whole'))}`;

/** What lines about files that were loaded tell. */
export const OF_LOADS = {
  'accounts.imported': list(
    `'строк ' || (${told('total')})`,
    count('новых', 'new'),
    count('изменено', 'changed'),
    count('без изменений', 'unchanged'),
    count('с ошибками', 'wrong'),
  ),
  'accounts.undone': list(count('счетов', 'taken'), count('осталось изменённых с тех пор', 'kept')),
  'batch.loaded': list(wordOf(told('kind'), KINDS), ROWS_AND_SUM, count('ждёт разноски', 'unknown')),
  'batch.undone': `'строк ' || (${told('rows')})`,
  'batch.assigned': list(ROWS_AND_SUM, PART, `'лицевой счет ' || (${told('account')})`),
  'batch.unassigned': list(ROWS_AND_SUM, PART, `'лицевой счет ' || (${told('account')})`),
  'batch.dismissed': list(
    ROWS_AND_SUM,
    wordOf(told('outcome'), { return: 'вернуть плательщику', foreign: 'не наша', counted: 'уже учтена' }),
    quoted('reason'),
  ),
  'batch.restored': ROWS_AND_SUM,
  'meters.imported': list(
    `'строк ' || (${told('total')})`,
    count('новых счетчиков', 'newMeters'),
    count('изменено счетчиков', 'changedMeters'),
    count('новых показаний', 'newReadings'),
    count('изменено показаний', 'changedReadings'),
    count('с ошибками', 'wrong'),
  ),
  'meters.undone': list(
    count('счетчиков', 'meters'),
    count('показаний', 'readings'),
    count('осталось счетчиков', 'keptMeters'),
    count('осталось показаний', 'keptReadings'),
  ),
  'import-profile.saved': wordOf(told('kind'), KINDS),
  'import-profile.removed': null,
} as const;
