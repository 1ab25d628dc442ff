import { RECIPIENTS_NOW } from '../../billing/recipients/recipients-health.sql.js';
import { dayIn } from '../../core/clock.js';
import { BANK_SETTINGS } from '../../core/company.js';
import { attention, good } from '../finding.js';
import type { Check } from '../patient.js';

/** Whether residents can pay by a code, and that requisites are the office's business since the first start. */
export const REQUISITES_CHECK: Check = {
  id: 'requisites',
  name: 'Реквизиты',
  look: async ({ config, now, rows }) => {
    const day = dayIn(now(), config.timeZone);
    const [found] = await rows<{ paid: number; main: boolean }>(RECIPIENTS_NOW, [day]);
    const { paid, main } = found!;
    if (!main) {
      return attention(
        'На квитанциях нет кода для оплаты: реквизиты компании не указаны',
        'Бухгалтер указывает их в офисе, на странице «Реквизиты».',
      );
    }
    const given = BANK_SETTINGS.filter((name) => (config.environment[name]?.trim() ?? '') !== '');
    const kept = `Получателей платежей: ${paid}, их ведёт офис на странице «Реквизиты»`;
    return good(
      given.length === 0
        ? kept
        : `${kept}. Настройки ${given.join(', ')} после первого запуска не читаются: изменение в них ничего не изменит`,
    );
  },
};
