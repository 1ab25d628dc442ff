import type { PanelNotice } from '../../panel/first-page.js';
import { calendarDay } from '../../text/month.js';

/** So few recovery codes are a reason to get new ones. */
const FEW = 2;

/** What the first pages tell somebody of their second factor; `from` is the day from which it is required, empty where there is none. */
export function noticesOf(
  { since, left }: { readonly since: Date | null; readonly left: number },
  from: string,
): PanelNotice[] {
  if (since === null) {
    if (from === '') return [];
    return [
      {
        urgency: 'today',
        what: 'Подключите вход с кодом из приложения',
        more: `с ${calendarDay(from)} года без него в кабинет офиса не войти`,
        button: 'Подключить',
        href: '/staff/second-factor',
      },
    ];
  }
  if (left > FEW) return [];
  return [
    {
      urgency: left === 0 ? 'today' : 'later',
      what:
        left === 0 ? 'Резервных кодов для входа не осталось' : `Осталось резервных кодов для входа: ${left}`,
      more: 'без телефона и без них войти не получится',
      button: 'Получить новые',
      href: '/staff/second-factor/codes',
    },
  ];
}
