import { type FailedJobs, JOBS_FAILED, JOBS_HEALTH, type JobsHealth } from '../../core/jobs-health.sql.js';
import { dateTime, plural } from '../../text/russian.js';
import { attention, bad, type Finding, good, together } from '../finding.js';
import type { Check, Patient } from '../patient.js';

const KINDS: Readonly<Record<string, string>> = {
  load: 'загрузка начислений и платежей',
  meters: 'загрузка счетчиков',
  'readings-export': 'выгрузка показаний',
  'house-receipts': 'квитанции дома',
};
/** Two large loads before it. */
const PATIENCE_MS = 30 * 60_000;

/** Long work of the office: waiting, stuck, failed. */
export const JOBS_CHECK: Check = {
  id: 'jobs',
  name: 'Долгие задания',
  look: async (patient) => {
    const [health] = await patient.rows<JobsHealth>(JOBS_HEALTH);
    const failed = await patient.rows<FailedJobs>(JOBS_FAILED);
    return together([current(health!), ...stuck(health!, patient), lately(failed)]);
  },
};

function current({ waiting, running }: JobsHealth): Finding {
  return good(`В очереди ${waiting}, выполняется ${running}`);
}

function stuck({ waiting, waitingSince, silent }: JobsHealth, { config, now }: Patient): Finding[] {
  const long = waiting > 0 && waitingSince && now().getTime() - waitingSince.getTime() > PATIENCE_MS;
  return [
    ...(silent > 0
      ? [
          bad(
            `не подают признаков жизни: ${silent}`,
            'Перезапустите портал: он закроет такие задания, их можно будет начать снова.',
          ),
        ]
      : []),
    ...(long
      ? [
          bad(
            `первое в очереди ждёт с ${dateTime(waitingSince, config.timeZone)}`,
            'Портал не запущен или завис: перезапустите его и посмотрите журнал.',
          ),
        ]
      : []),
  ];
}

function lately(failed: readonly FailedJobs[]): Finding {
  const count = failed.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return good('за сутки без неудач');
  const kinds = failed.map(({ kind, count: some }) => `${KINDS[kind] ?? kind}: ${some}`).join(', ');
  return attention(
    `за сутки не ${plural(count, 'удалось', 'удались', 'удались')} ${count} (${kinds})`,
    'Откройте страницу задания в панели: там сказано почему.',
  );
}
