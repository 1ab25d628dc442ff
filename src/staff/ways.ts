import type { SignedInStaff } from '../core/request-context.js';
import { HOME } from '../panel/settings.js';
import { withNext } from '../web/kept-address.js';

export const LOGIN = '/staff/login';
/** Where a key of a device opens the office. */
export const KEY_SIGN_IN = '/staff/login/key';
/** Where the second factor is told of, switched on and off. */
export const SECOND_FACTOR = '/staff/second-factor';
/** Where keys of devices are added and removed. */
export const PASSKEYS = '/staff/passkeys';

/** What somebody hears whose access is closed, once it is plain that it is theirs. */
export const CLOSED = 'Доступ в кабинет офиса закрыт. Обратитесь к администратору.';

/** Back to the page of the office that was asked for, or to the first one. */
export function nextOf(next: string): string {
  return /^\/(admin|office)(\/[\w\-/]*)?(\?[^\\\s]*)?$/.test(next) ? next : HOME;
}

/** The page of what somebody has to do before anything else opens. */
export function owedPage(owes: NonNullable<SignedInStaff['owes']>, next = ''): string {
  return owes === 'password' ? '/staff/password' : withNext(SECOND_FACTOR, next);
}

/** Where a page stands: in the office's frame of whoever may work there, with nothing around it for everybody else. */
export function aroundOf(staff: SignedInStaff | undefined): object {
  return staff && !staff.owes ? { layout: 'office', staff } : { office: true };
}
