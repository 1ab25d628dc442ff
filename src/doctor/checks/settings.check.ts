import { attention, good } from '../finding.js';
import type { Check } from '../patient.js';

/** Settings with which the portal starts, but which nobody should leave so; what is wrong stops the start and this program. */
export const SETTINGS_CHECK: Check = {
  id: 'settings',
  name: 'Настройки',
  look: async ({ config }) => {
    if (config.embedded) {
      return good('Пробный запуск: своя база данных и почтовый ящик для писем, настройки не нужны');
    }
    const advice = [
      ...(config.production ? [] : ['Задайте NODE_ENV=production.']),
      ...(config.secure && config.trustProxy === false
        ? [
            'Задайте TRUST_PROXY: портал стоит за прокси с https и считает всех жителей одним адресом, поэтому ограничения попыток действуют на всех сразу.',
          ]
        : []),
      ...(config.throttleFactor > 1
        ? ['Верните THROTTLE_FACTOR=1: сейчас ограничения попыток ослаблены.']
        : []),
    ];
    if (advice.length === 0) return good('Все обязательные заданы, опасных нет');
    return attention('Портал работает, но есть что поправить', advice.join(' '));
  },
};
