import { plural } from '../../text/russian.js';

/** By what a resident came in. */
export type WayIn = 'password' | 'vk';

/** The way in as a resident reads it. */
export const WAYS_IN: Record<WayIn, string> = { password: 'логин и пароль', vk: 'VK\u00A0ID' };

/** What whoever has just come in reads of wrong passwords since the sign-in before; nothing where there were none. */
export function failedWords(count: number): string | undefined {
  if (count === 0) return undefined;
  const times = `${count}\u00A0${plural(count, 'раз', 'раза', 'раз')}`;
  return `С прошлого входа неверный пароль вводили ${times}. Если это были не вы, смените пароль в профиле.`;
}
