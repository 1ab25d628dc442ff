import type { Request } from 'express';
import { isForGood } from '../../core/throttle.js';
import { duration } from '../../text/russian.js';
import type { Form } from '../../web/form.js';
import type { CodeCheck } from './codes.js';

/** The same for wrong, used and old codes. */
const WRONG_CODE =
  'Код не подошёл. Каждый код действует один раз: введите следующий из приложения или другой резервный';

/** Says how long to wait, to the person and to the browser. */
export function tooMany({ res }: Request, seconds: number): string {
  res?.setHeader('Retry-After', String(seconds));
  return `Слишком много попыток. Подождите ${duration(seconds)}`;
}

/** Says on the form that a code was not right; undefined when it was, else the status of the page. `help`: who lets in after a hundred. */
export function refusedCode(
  request: Request,
  form: Form<object>,
  checked: CodeCheck,
  help: string,
): number | undefined {
  if (checked === 'right') return undefined;
  if (checked === 'wrong') {
    form.reject('code', WRONG_CODE);
    return 422;
  }
  const wait = `${tooMany(request, checked.wait)}.`;
  form.reject('code', isForGood(checked.wait) ? `Слишком много неверных кодов подряд. ${help}` : wait);
  return 429;
}

/** What the page says of a first code, which has been typed off a telephone a moment ago. */
export function wordsOfFirstCode(request: Request, checked: 'wrong' | { wait: number }): string {
  return checked === 'wrong'
    ? 'Код не подошёл. Дождитесь в приложении следующего. Если не подходит и он, включите на телефоне автоматическое время'
    : `${tooMany(request, checked.wait)}.`;
}
