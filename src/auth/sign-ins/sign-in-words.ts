import { plural } from '../../text/russian.js';
import type { ProviderId } from '../providers/provider.js';

/** By what a resident came in; `Providers` says it in words. */
export type WayIn = 'password' | 'passkey' | 'slip' | ProviderId;

/** The same where the settings with the name of a company's own sign-in are not at hand. */
export const WAYS_IN: Record<WayIn, string> = {
  password: 'логин и пароль',
  passkey: 'ключ доступа',
  slip: 'листок из офиса',
  vk: 'VK\u00A0ID',
  yandex: 'Яндекс\u00A0ID',
  oidc: 'единый вход',
};

/** A way in after which a code was asked for: «логин, пароль и код». */
export function withCodeWords(way: string): string {
  return way === WAYS_IN.password ? 'логин, пароль и код' : `${way} и код`;
}

/** What whoever has just come in reads of attempts since the sign-in before, with a wrong password or too many; nothing where there were none. */
export function failedWords(count: number): string | undefined {
  if (count === 0) return undefined;
  const tries = plural(count, 'неудачная попытка', 'неудачные попытки', 'неудачных попыток');
  const verb = plural(count, 'была', 'было', 'было');
  return `С прошлого входа ${verb} ${count}\u00A0${tries} войти. Если это были не вы, смените пароль в профиле.`;
}
