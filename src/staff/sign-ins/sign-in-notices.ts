import type { PanelNotice } from '../../panel/first-page.js';
import { plural } from '../../text/russian.js';

/** What the first pages tell somebody of those who tried to come in under their name. */
export function failedNotices(count: number): PanelNotice[] {
  if (count === 0) return [];
  const times = `${count}\u00A0${plural(count, 'раз', 'раза', 'раз')}`;
  return [
    {
      urgency: 'today',
      what: `До вашего входа ${times} ввели неверный пароль или код`,
      more: 'если это были не вы, смените пароль и скажите администратору',
      button: 'Сменить пароль',
      href: '/staff/password',
    },
  ];
}
