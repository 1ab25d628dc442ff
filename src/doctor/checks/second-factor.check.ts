import { dayIn } from '../../core/clock.js';
import { Secrets } from '../../core/secrets.js';
import { openSecret } from '../../factors/codes/sealed-factor.js';
import { RESIDENT_PEOPLE } from '../../auth/second-factor/resident-people.js';
import { APPS_OF_RESIDENTS } from '../../auth/second-factor-health.sql.js';
import { STAFF_PEOPLE } from '../../staff/second-factor/staff-people.js';
import { SECOND_FACTORS, type SealedFactor } from '../../staff/second-factor-health.sql.js';
import { calendarDay } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import { attention, bad, type Finding, good, together } from '../finding.js';
import type { Check } from '../patient.js';

const { said: STAFF } = STAFF_PEOPLE;

/** Who of the office has no second factor, neither an app nor a key, that no day is set for it in production, and whose was sealed by another APP_SECRET. */
export const SECOND_FACTOR_CHECK: Check = {
  id: 'second-factor',
  name: 'Вход сотрудников с кодом или ключом',
  look: async ({ config, rows, now }) => {
    const people = await rows<SealedFactor>(SECOND_FACTORS);
    const secrets = new Secrets(config.appSecret);
    const have = people.filter(({ sealed, keyed }) => sealed !== null || keyed);
    const lost = have.filter(
      ({ id, sealed, keyed }) =>
        sealed !== null && !keyed && openSecret(secrets, STAFF, id, sealed) === undefined,
    ).length;
    const residents = await rows<{ id: string; sealed: string }>(APPS_OF_RESIDENTS);
    const lostOnes = residents.filter(
      ({ id, sealed }) => openSecret(secrets, RESIDENT_PEOPLE.said, id, sealed) === undefined,
    ).length;
    const from = config.staffSecondFactorFrom;
    const findings = [
      ...(lost > 0 ? [unreadable(lost)] : []),
      ...(lostOnes > 0 ? [unreadableOfResidents(lostOnes)] : []),
      ...(from === ''
        ? config.production
          ? [notRequired(people.length, have.length)]
          : []
        : [required(people.length, people.length - have.length, from, dayIn(now(), config.timeZone))]),
    ];
    return findings.length === 0 ? undefined : together(findings);
  },
};

function unreadable(count: number): Finding {
  return bad(
    `${ofStaff(count)} не войти: секрет их приложений зашифрован другим APP_SECRET`,
    'Верните прежний APP_SECRET или сбросьте каждому: npm run staff:reset-second-factor.',
  );
}

function unreadableOfResidents(count: number): Finding {
  const whom = `${count}\u00A0${plural(count, 'жителю', 'жителям', 'жителям')}`;
  return bad(
    `${whom} не подойдёт ни один код: секрет их приложений зашифрован другим APP_SECRET`,
    'Верните прежний APP_SECRET. Если его нет, им нужны листки для входа: листок отключает приложение.',
  );
}

function required(all: number, without: number, from: string, today: string): Finding {
  const day = calendarDay(from);
  if (without === 0) return good(`есть у всех (${all}), обязателен с ${day}`);
  const seen = `нет у ${without} из ${all}, обязателен с ${day}`;
  return attention(
    seen,
    today < from
      ? 'Напомните им: «Вход с кодом из приложения» или «Ключи доступа» под именем в шапке. С этого дня без него не войти.'
      : 'Они подключат его при следующем входе: до этого им ничего не открывается.',
  );
}

function notRequired(all: number, have: number): Finding {
  return attention(
    `необязателен, есть у ${have} из ${all}: у остальных кабинет офиса с данными жителей открывает один пароль`,
    'Назначьте в STAFF_SECOND_FACTOR_FROM день за несколько недель вперёд, например 2027-01-15: до него портал напоминает, с него без кода или ключа не войти.',
  );
}

function ofStaff(count: number): string {
  return `${count}\u00A0${plural(count, 'сотруднику', 'сотрудникам', 'сотрудникам')}`;
}
