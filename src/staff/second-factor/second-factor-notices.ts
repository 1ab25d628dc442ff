import type { PanelNotice } from '../../panel/first-page.js';
import { calendarDay } from '../../text/month.js';

/** So few recovery codes are a reason to get new ones. */
const FEW = 2;

/** A device is lost sooner or later, and only an administrator would help. */
const ONE_KEY: PanelNotice = {
  ...{ urgency: 'later', what: 'У вас один ключ доступа' },
  more: 'потеряете устройство — без администратора не войти',
  ...{ button: 'Добавить второй', href: '/staff/passkeys' },
};

/** What the first pages tell somebody of their second factor; `from` is the day from which it is required, empty where there is none. */
export function noticesOf(
  { since, left, keys }: { readonly since: Date | null; readonly left: number; readonly keys: number },
  from: string,
): PanelNotice[] {
  if (since === null && keys > 0) return keys > 1 ? [] : [ONE_KEY];
  if (since === null) {
    if (from === '') return [];
    return [
      {
        urgency: 'today',
        what: 'Подключите вход с кодом из приложения или ключ доступа',
        more: `с ${calendarDay(from)} года без него в кабинет офиса не войти`,
        button: 'Подключить',
        href: '/staff/second-factor',
      },
    ];
  }
  if (left > FEW || keys > 0) return [];
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
