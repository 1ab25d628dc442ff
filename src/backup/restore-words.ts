import { dateTime, plural } from '../text/russian.js';
import { span } from '../text/moments.js';

/** How many of each a restore has ended, kept back or stopped. */
type Settled = Readonly<
  Record<
    | 'sessions'
    | 'codes'
    | 'passwords'
    | 'recoveryCodes'
    | 'residentRecoveryCodes'
    | 'apps'
    | 'staffKeys'
    | 'residentKeys'
    | 'cancelled'
    | 'held'
    | 'mailings'
    | 'announcements'
    | 'jobs',
    number
  >
>;

/** What a restore has found. */
export interface Restored {
  readonly takenAt: Date;
  readonly now: Date;
  readonly timeZone: string;
  readonly files: number;
  readonly missing: number;
  readonly last: Readonly<Record<'reading' | 'request' | 'payments' | 'letter', Date | null>>;
}

const count = (n: number, one: string, few: string, many: string): string =>
  `${n.toLocaleString('ru-RU')} ${plural(n, one, few, many)}`;

/** What is there again, and what was lost. */
export function lostWords({ takenAt, now, timeZone, files, missing, last }: Restored): string[] {
  const at = (moment: Date | null): string => (moment ? dateTime(moment, timeZone) : 'нет');
  return [
    `Восстановлено на ${dateTime(takenAt, timeZone)}: база и ${count(files, 'файл', 'файла', 'файлов')}.`,
    ...(missing > 0
      ? [
          `${count(missing, 'файла, о котором', 'файлов, о которых', 'файлов, о которых')} знает база, не было уже в копии.`,
        ]
      : []),
    `С тех пор прошло ${span(now.getTime() - takenAt.getTime())}: всё, что записано за это время, потеряно. Последнее, что есть:`,
    `  показания   ${at(last.reading)}`,
    `  заявка      ${at(last.request)}`,
    `  платежи     ${at(last.payments)}`,
    `  письмо      ${at(last.letter)}`,
  ];
}

/** What a restore cannot know: who has connected an app, changed or lost it since. */
function appsWords(apps: number): string {
  const have =
    apps > 0
      ? `Вход с кодом из приложения есть у ${count(apps, 'сотрудника', 'сотрудников', 'сотрудников')}, как было в копии.`
      : 'Входа с кодом из приложения в копии нет ни у кого.';
  return `${have} Приложения, подключённые после неё, потеряны: кто подключил впервые, входит с одним паролем и подключает заново; кто сменил телефон, входит прежним или просит администратора сбросить коды и ключи («Сотрудники»).`;
}

/** Nor which keys were removed since: they open again what they opened. */
function keysWords({ staffKeys, residentKeys }: Settled): string[] {
  if (staffKeys + residentKeys === 0) return [];
  const all = `${count(staffKeys, 'ключ', 'ключа', 'ключей')} сотрудников и ${count(residentKeys, 'ключ', 'ключа', 'ключей')} жителей`;
  return [
    `Ключами доступа снова входят, как было в копии: ${all}. Удалённые после неё вернулись, добавленные потеряны: если после копии кому-то сбрасывали ключи, сбросьте ещё раз («Сотрудники»).`,
  ];
}

/** What became of what had been under way. */
export function settledWords(settled: Settled): string[] {
  const mailings = settled.mailings + settled.announcements;
  return [
    `Завершено: ${count(settled.sessions, 'сеанс', 'сеанса', 'сеансов')} (всем нужно войти заново), ` +
      `${count(settled.codes, 'код', 'кода', 'кодов')} из писем и с листков, ` +
      `${count(settled.passwords, 'одноразовый пароль', 'одноразовых пароля', 'одноразовых паролей')} сотрудников (новый: npm run staff:password).`,
    ...(settled.recoveryCodes > 0
      ? [
          `Отозвано: ${count(settled.recoveryCodes, 'резервный код', 'резервных кода', 'резервных кодов')} сотрудников: новые они получат сами, «Вход с кодом из приложения» под своим именем.`,
        ]
      : []),
    ...(settled.residentRecoveryCodes > 0
      ? [
          `Отозвано: ${count(settled.residentRecoveryCodes, 'резервный код', 'резервных кода', 'резервных кодов')} жителей: новые они получат сами, в профиле.`,
        ]
      : []),
    appsWords(settled.apps),
    ...keysWords(settled),
    ...(settled.cancelled > 0
      ? [
          `Отменено: ${count(settled.cancelled, 'письмо', 'письма', 'писем')} с кодами, которые больше не действуют.`,
        ]
      : []),
    ...(settled.held > 0
      ? [
          `Задержано: ${count(settled.held, 'письмо', 'письма', 'писем')}. Они ждали отправки и с тех пор могли уйти, поэтому сами не уйдут.`,
          'Отправить одно: панель, «Реестр писем», «Отправить снова». Отправить все: npm run restore -- --release-letters',
        ]
      : []),
    ...(mailings > 0
      ? [
          `Остановлено: ${count(mailings, 'рассылка', 'рассылки', 'рассылок')}, которые не были дописаны: часть писем могла уйти.`,
        ]
      : []),
    ...(settled.jobs > 0
      ? [
          `Прервано: ${count(settled.jobs, 'задание', 'задания', 'заданий')} сотрудников. Если они нужны, их запускают ещё раз.`,
        ]
      : []),
  ];
}
