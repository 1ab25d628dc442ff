import { LAST_IMPORTS } from '../../accounts/import/imports-health.sql.js';
import { LAST_BATCHES } from '../../billing/batches-health.sql.js';
import { isOverdue, MONTHLY } from '../../billing/exchange-age.js';
import { age, span } from '../../text/age.js';
import { attention, good } from '../finding.js';
import type { Check } from '../patient.js';

const KINDS: Readonly<Record<string, string>> = {
  accounts: 'реестр лицевых счетов',
  meters: 'счетчики',
  charges: 'начисления',
  balances: 'сальдо',
  payments: 'платежи',
};

/** When files of the accounting came last. */
export const IMPORTS_CHECK: Check = {
  id: 'imports',
  name: 'Загрузки',
  look: async ({ config, rows, now }) => {
    const loads = [
      ...(await rows<{ kind: string; at: Date }>(LAST_IMPORTS)),
      ...(await rows<{ kind: string; at: Date }>(LAST_BATCHES)),
    ];
    if (loads.length === 0) {
      return attention(
        'Ещё ничего не загружали',
        'Загрузите реестр лицевых счетов: npm run import -- accounts ФАЙЛ.',
      );
    }
    const seen = loads.map(({ kind, at }) => `${KINDS[kind] ?? kind} ${age(at, now())}`).join(', ');
    const most = config.exchangeWarnHours;
    const late = MONTHLY.filter((kind) => {
      const last = loads.find((load) => load.kind === kind);
      return isOverdue(last?.at, now(), most);
    });
    if (late.length === 0) return good(`Последние: ${seen}`);
    return attention(
      `Последние: ${seen}. Дольше ${span(most)} не приходили ${late.map((kind) => KINDS[kind]).join(' и ')}`,
      'Узнайте в бухгалтерии, почему нет файлов; срок задаёт EXCHANGE_WARN_HOURS.',
    );
  },
};
