import { leftWords } from '../appeal-words.js';

/** How much time is left for an answer, by working days; negative when the term is over. */
export function timeLeft(left: number | undefined, late: boolean): string {
  if (late) return left === undefined || left >= 0 ? 'просрочено' : leftWords(left);
  if (left === undefined) return 'скоро срок';
  return left === 0 ? 'сегодня последний день' : leftWords(left);
}
