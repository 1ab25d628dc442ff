import { dayText, monthText } from '../text/month.sql.js';
import type { AuditAction } from './audit.js';
import { changes } from './changes.sql.js';
import { OF_LOADS } from './load-details.sql.js';
import { OF_MAILINGS } from './mailing-details.sql.js';
import { residentOfThen } from './names.sql.js';
import { CONSENT, OF_PERSONAL_DATA } from './personal-details.sql.js';
import { OF_RECIPIENTS } from './recipient-details.sql.js';
import { OF_CODES } from './code-details.sql.js';
import { OF_STAFF } from './staff-details.sql.js';
import { count, DEEDS, list, quoted, told, wordOf } from './told.sql.js';

const ACCOUNTS = (ids: string) =>
  `(SELECT string_agg(number, ', ' ORDER BY number) FROM account_places WHERE id IN (
    SELECT x::uuid FROM jsonb_array_elements_text(${ids}) x))`;
const VALUES = (reading: string) => `replace(array_to_string(${reading}, ' / '), '.', ',')`;

/** What the reading says, and what it has taken the place of. */
const READING = `concat(${VALUES('r.reading')}, ' за ', ${monthText('r.period')}, (
  SELECT ' (было ' || ${VALUES('was.reading')} || ')' FROM meter_readings was
  WHERE was.meter_id = r.meter_id AND was.period = r.period AND was.superseded_at IS NOT NULL AND was.id < r.id
  ORDER BY was.id DESC LIMIT 1))`;
const OF_READING = `(SELECT ${READING} FROM meter_readings r WHERE r.id = e.object_id::bigint)`;

const DAYS = (rule: string, snake = false) => {
  const [start, end, next] = snake
    ? ['start_day', 'end_day', 'ends_next_month']
    : ['startDay', 'endDay', 'endsNextMonth'];
  return `(SELECT concat('с ', w->>'${start}', ' по ', w->>'${end}', ' число',
    CASE w->>'${next}' WHEN 'true' THEN ' следующего месяца' END,
    CASE w->>'strict' WHEN 'true' THEN ', вне срока не принимать' END) FROM (SELECT ${rule}) x (w) WHERE w IS NOT NULL)`;
};

/** Of lines that do not tell which readings, all meters of the certificate. */
const PHOTOS = list(
  `'фотографий: ' || (${told('photos')})`,
  `(SELECT string_agg('счетчик № ' || m.number, ', ' ORDER BY m.number) FROM meters m WHERE m.id IN (
    SELECT r.meter_id FROM reading_certificates c JOIN meter_readings r ON r.certificate_id = c.id
    WHERE c.number = (${told('certificate')})::bigint AND (NOT e.details ? 'readings' OR e.details->'readings' ? r.id::text)))`,
  `'справка № ' || (${told('certificate')})`,
);
const LINKED = residentOfThen(told('userId'));

const PAPERS = { debt: 'справка о задолженности', statement: 'выписка' };

const LIST = list(
  `format('«%s», строк: %s', ${told('list')}, ${told('rows')})`,
  `CASE WHEN e.details ? 'filters' THEN 'с отбором' END`,
);

/** Whom, which reading, which sum and month: what a line tells besides what it is about; null where that says it all. */
const TOLD: Record<AuditAction, string | null> = {
  'user.registered': CONSENT,
  'user.confirmed': told('ground'),
  'user.signed-in': null,
  'user.signed-out': null,
  'user.session-ended': `coalesce('все остальные: ' || (${told('count')}), 'один сеанс на другом устройстве')`,
  'user.sign-in-disowned': null,
  'user.recovery-asked': null,
  'user.password-changed': null,
  'user.profile-changed': told('ground'),
  'user.email-change-asked': list(`'новый адрес: ' || (${told('email')})`, told('ground')),
  'user.email-change-dropped': `'новый адрес был: ' || (${told('email')})`,
  'user.email-changed': told('ground'),
  'user.email-restored': null,
  'user.removed': list(`'логин ' || (${told('login')})`, quoted('reason')),
  'user.help-asked': list(wordOf(told('deed'), DEEDS), told('ground')),
  'user.help-withdrawn': list(wordOf(told('deed'), DEEDS), told('ground')),
  'user.help-closed': list(wordOf(told('deed'), DEEDS), told('ground')),
  'user.help-refused': list(wordOf(told('deed'), DEEDS), told('ground'), quoted('reason')),
  'user.lost-device-confirmed': told('ground'),
  'user.lost-device-removed': told('ground'),
  'user.lost-device-disowned': null,
  'user.slip-issued': told('ground'),
  'user.slip-used': null,
  'user.profile-linked': told('provider'),
  'user.profile-unlinked': told('provider'),
  ...OF_CODES,
  'user.passkey-added': quoted('key'),
  'user.passkey-renamed': quoted('key'),
  'user.passkey-removed': quoted('key'),
  'user.vk-linked': null,
  'user.vk-unlinked': null,
  'user.notifications-on': list(told('about'), CONSENT),
  'user.notifications-off': told('about'),
  'user.letters-on': CONSENT,
  'user.letters-off': null,
  'user.reading-letters-on': CONSENT,
  'user.reading-letters-off': null,
  'user.login-changed': `format('было «%s», стало «%s»', ${told('before')}, ${told('login')})`,
  'user.blocked': quoted('reason'),
  'user.unblocked': `'причина блокировки была: ' || (${quoted('lifted')})`,
  'user.viewed': null,
  'list.downloaded': LIST,
  'list.printed': LIST,
  'user.refused': wordOf(told('status'), { 403: 'нет права', 429: 'слишком много попыток' }),
  'user.sign-in-stopped': null,
  'code-word.issued': `CASE ${told('makes')} WHEN 'family' THEN 'делает членом семьи, ' ELSE '' END || 'для ' || CASE ${told('maxUses')} WHEN '1' THEN 'одного человека' ELSE ${told('maxUses')} || ' человек' END`,
  'code-word.revoked': quoted('reason'),
  'code-word.refused': `'слов в листках не найдено: ' || (${told('misses')})`,
  'account.linked': list(LINKED, told('role')),
  'account.unlinked': list(LINKED, quoted('reason')),
  'household.invited': told('role'),
  'household.invitation-revoked': null,
  'household.role-changed': list(
    LINKED,
    `format('было «%s», стало «%s»', ${told('before')}, ${told('after')})`,
    told('ground'),
  ),
  'household.owner-changed': list(
    count('людей', 'people'),
    count('слов', 'words'),
    count('приглашений', 'invitations'),
    quoted('reason'),
  ),
  'account.added': list(told('place'), told('ground')),
  'account.corrected': told('ground'),
  'account.moved': told('ground'),
  'account.closed': list(`'с ' || ${dayText(`(${told('closedOn')})::date`)}`, told('ground')),
  'account.reopened': told('ground'),
  'account.overwritten': `format('файл «%s»', ${told('fileName')})`,
  'paper.given': list(wordOf(told('paper'), PAPERS), `'№ ' || (${told('number')})`),
  'job.cancelled': null,
  'receipts.printed': null,
  'readings.sent': `(SELECT string_agg(concat('№ ', m.number, ': ', ${READING}), '; ' ORDER BY m.number)
    FROM reading_certificates c JOIN meter_readings r ON r.certificate_id = c.id JOIN meters m ON m.id = r.meter_id
    WHERE c.number = (${told('certificate')})::bigint)`,
  'readings.accepted': OF_READING,
  'readings.reopened': OF_READING,
  'readings.reminded': `concat_ws(', ', 'писем: ' || (${told('letters')}), 'дома по запросу «' || (${told('houses')}) || '»')`,
  'readings.rejected': list(OF_READING, quoted('reason')),
  'readings.cancelled': list(OF_READING, told('ground')),
  'readings.no-access': dayText(`(${told('day')})::date`),
  'readings.no-access-undone': dayText(`(${told('day')})::date`),
  'readings.exported': list(
    `'показаний ' || (${told('rows')})`,
    `'за ' || ${monthText(`(${told('period')} || '-01')::date`)}`,
    count('осталось', 'skipped'),
    `(SELECT address FROM house_addresses WHERE id = (${told('houseId')})::uuid)`,
    `CASE ${told('again')} WHEN 'true' THEN 'файл записан снова' END`,
  ),
  'readings.export-undone': `'показаний ' || (${told('rows')})`,
  'meter.added': `'лицевой счет ' || (SELECT number FROM account_places WHERE id = (${told('accountId')})::uuid)`,
  'meter.removed': list(dayText(`(${told('removedOn')})::date`), quoted('reason')),
  'reading.photo-added': PHOTOS,
  'reading.photo-removed': PHOTOS,
  'meter.changed': list(
    `'добавлены лицевые счета: ' || ${ACCOUNTS("e.details->'attached'")}`,
    `'отняты лицевые счета: ' || ${ACCOUNTS("e.details->'detached'")}`,
  ),
  'meter.replaced': `concat('новый счетчик № ', ${told('number')}, ', ', ${dayText(`(${told('removedOn')})::date`)})`,
  'executor.added': null,
  'executor.changed': null,
  'executor.disabled': null,
  'executor.enabled': null,
  'executor.links-revoked': null,
  'request-category.changed': told('terms'),
  'appeal-topic.added': told('terms'),
  'appeal-topic.changed': told('terms'),
  'message-template.added': null,
  'message-template.changed': null,
  'message-template.removed': null,
  'answer-template.added': null,
  'answer-template.changed': null,
  'answer-template.removed': null,
  'reading-window.changed': `coalesce('добавлен: ' || ${DAYS("e.details->'added'")}, 'удалён: ' || ${DAYS("e.details->'removed'", true)},
    'было ' || ${DAYS("e.details->'before'")} || ', стало ' || ${DAYS("e.details->'after'")})`,
  'feedback.received': '(SELECT left(text, 300) FROM registered_appeals WHERE id = e.object_id::uuid)',
  'feedback.answered': null,
  'announcement.published': list(
    wordOf(told('kind'), { emergency: 'авария', planned: 'плановые работы', news: 'новость' }),
    `CASE ${told('houses')} WHEN 'all' THEN 'весь жилфонд' ELSE 'домов: ' || (${told('houses')}) END`,
    count('заявок', 'requests'),
  ),
  'announcement.prolonged': null,
  'announcement.ended': null,
  'announcement.changed': null,
  'working-calendar.loaded': list(
    told('source'),
    `'рабочих дней ' || (${told('workingDays')})`,
    count('изменено дней', 'changed'),
    `format('файл «%s»', ${told('fileName')})`,
  ),
  'appeal.published': null,
  'appeal.unpublished': null,
  'appeal.not-published': null,
  'appeal.consent-withdrawn': null,
  'house.merged': list(
    `format('«%s» вошёл в «%s»', ${told('from')}, ${told('into')})`,
    count('счетов', 'accounts'),
    told('ground'),
  ),
  'house.removed': null,
  'database.restored': told('backup'),
  'data.forgotten': `concat(${told('what')}, ': ', ${told('rows')})`,
  ...OF_LOADS,
  ...OF_MAILINGS,
  ...OF_PERSONAL_DATA,
  ...OF_RECIPIENTS,
  ...OF_STAFF,
};

/** What a line tells, in words; lines that were written before are told by the same words as far as they know. */
export const DETAILS = `concat_ws('; ', nullif(CASE e.action ${Object.entries(TOLD)
  .filter(([, sql]) => sql !== null)
  .map(([action, sql]) => `WHEN '${action}' THEN ${sql}`)
  .join('\n  ')} END, ''), ${changes('e')})`;
