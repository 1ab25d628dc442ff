import { plural } from '../../text/russian.js';

/** How much time is left for an answer, by working days; negative when the term is over. */
export function timeLeft(left: number | undefined, late: boolean): string {
  if (late) {
    const over = left === undefined ? 0 : -left;
    return over > 0 ? `просрочено на ${over}\u00a0${daysWord(over)}` : 'просрочено';
  }
  if (left === undefined) return 'скоро срок';
  if (left === 0) return 'сегодня последний день';
  return `${plural(left, 'остался', 'осталось', 'осталось')} ${left}\u00a0${daysWord(left)}`;
}

function daysWord(count: number): string {
  return plural(count, 'рабочий день', 'рабочих дня', 'рабочих дней');
}
