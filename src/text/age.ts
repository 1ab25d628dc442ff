import { plural } from './russian.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago it was: «только что», «5 минут назад», «3 часа назад», «12 дней назад». */
export function age(at: Date, now: Date): string {
  const passed = now.getTime() - at.getTime();
  if (passed < MINUTE) return 'только что';
  if (passed < HOUR) return ago(passed / MINUTE, 'минуту', 'минуты', 'минут');
  if (passed < 2 * DAY) return ago(passed / HOUR, 'час', 'часа', 'часов');
  return ago(passed / DAY, 'день', 'дня', 'дней');
}

/** So many hours after «больше»: «30 часов», «35 дней». */
export function span(hours: number): string {
  if (hours % 24 !== 0 || hours < 48) return `${hours} ${plural(hours, 'часа', 'часов', 'часов')}`;
  return `${hours / 24} ${plural(hours / 24, 'дня', 'дней', 'дней')}`;
}

function ago(passed: number, ...forms: [string, string, string]): string {
  const whole = Math.floor(passed);
  return `${whole} ${plural(whole, ...forms)} назад`;
}
