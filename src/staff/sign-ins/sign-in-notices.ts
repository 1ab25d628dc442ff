import type { PanelNotice } from '../../panel/first-page.js';
import { plural } from '../../text/russian.js';

/** What the first pages tell somebody of those who tried to come in under their name. */
export function failedNotices(count: number): PanelNotice[] {
  if (count === 0) return [];
  const was = plural(count, 'была', 'было', 'было');
  const tries = plural(count, 'неудачная попытка', 'неудачные попытки', 'неудачных попыток');
  return [
    {
      urgency: 'today',
      what: `До вашего входа ${was} ${count}\u00A0${tries} войти под вашим логином`,
      more: 'если это были не вы, смените пароль и скажите администратору',
      button: 'Сменить пароль',
      href: '/staff/password',
    },
  ];
}
