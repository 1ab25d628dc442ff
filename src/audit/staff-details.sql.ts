import type { AuditAction } from './audit.js';
import { ROLES } from './changes.sql.js';
import { list, quoted, told, wordOf } from './told.sql.js';

/** What lines about people of the office and their ways in tell. */
export const OF_STAFF = {
  'staff.created': list(`'логин ' || (${told('login')})`, `'роль: ' || ${wordOf(told('role'), ROLES)}`),
  // Older lines know the role alone.
  'staff.changed': `CASE WHEN ${told('before')} IS DISTINCT FROM ${told('role')} THEN format('роль: было «%s», стало «%s»',
    ${wordOf(told('before'), ROLES)}, ${wordOf(told('role'), ROLES)}) END`,
  'staff.disabled': null,
  'staff.enabled': null,
  'staff.signed-in': null,
  'staff.signed-out': null,
  'staff.sign-in-failed': `coalesce(${wordOf(told('why'), {
    'wrong password': 'неверный пароль',
    disabled: 'доступ закрыт',
    expired: 'одноразовый пароль истёк',
  })}, 'неизвестный логин')`,
  'staff.sign-in-stopped': `CASE WHEN e.object_id IS NULL THEN 'неизвестный логин' END`,
  'staff.refused': wordOf(told('status'), { 403: 'нет права', 429: 'слишком много попыток' }),
  'staff.password-changed': `CASE ${told('oneTime')} WHEN 'true' THEN 'выдан одноразовый пароль' END`,
  'staff.second-factor-on': `CASE ${told('replaced')} WHEN 'true' THEN 'другой телефон' END`,
  'staff.second-factor-off': null,
  'staff.second-factor-reset': told('ground'),
  'staff.second-factor-refused': null,
  'staff.second-factor-stopped': null,
  'staff.passkey-added': quoted('key'),
  'staff.passkey-renamed': quoted('key'),
  'staff.passkey-removed': quoted('key'),
  'staff.recovery-code-used': `'осталось кодов: ' || (${told('left')})`,
  'staff.recovery-codes-renewed': null,
} satisfies Partial<Record<AuditAction, string | null>>;
