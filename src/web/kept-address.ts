import { ONE_CLICK_PATH } from './one-click.js';

/** Paths of ours have none but these signs; others could hide a query. */
const PATH = /^\/(?!\/)[\w\-./~]*$/;
const MONTH = /^\d{4}-\d{2}$/;
const YES = /^yes$/;

/** What chooses a page or a part of one, and nothing that a person types. */
const CHOOSING: Readonly<Record<string, RegExp>> = {
  login: YES,
  register: YES,
  forgot_password: YES,
  change_password: YES,
  confirm_registration: YES,
  confirm_email: YES,
  large: /^[01]$/,
  months: /^\d{1,3}$/,
  before: MONTH,
  from: MONTH,
  to: MONTH,
};

/** The lists of the panel: where in them, in which order, and what was searched for. */
const CHOOSING_IN_PANEL = /^(all|page|perPage|sortBy|direction|filters\.[\w.~-]+)$/;

/** Lists of the office: which part of them, in which order. */
const CHOOSING_IN_OFFICE =
  /^(house|state|kind|channel|source|executor|mine|late|show|sort|page|month|year|day|before|after|since|until)$/;
const CHOSEN_IN_OFFICE = /^[\w:-]{1,40}$/;

/** Pages that are opened by a signed link alone, which stands in their forms anyway. */
const SIGNED_LINKS = new Set(['/readings/send', '/invitations', ONE_CLICK_PATH]);
const SIGNED = /^[\w-]+\.[\w-]{40,}$/;

/**
 * The address of a page as another page may carry it, to come back to it later. Only known parameters stay: a password or a
 * code that somebody has put into an address must not be written into a page or into the next address.
 */
export function keptAddress(address: string): string {
  return kept(address, (path, name, value) =>
    name === 'next' && /^\/(auth|staff)(\/|$)/i.test(path) ? kept(value, chosen) : chosen(path, name, value),
  );
}

type Keep = (path: string, name: string, value: string) => string | undefined;

function kept(address: string, keep: Keep): string {
  const [path = '', query = ''] = address.split(/[?#]/, 2);
  if (!PATH.test(path)) {
    return '/';
  }
  const parameters = [...new URLSearchParams(query)].flatMap(([name, value]) => {
    const known = keep(path, name, value);
    return known === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(known)}`];
  });
  return parameters.length > 0 ? `${path}?${parameters.join('&')}` : path;
}

function chosen(path: string, name: string, value: string): string | undefined {
  return chooses(path, name, value) ? value : undefined;
}

function chooses(path: string, name: string, value: string): boolean {
  if (/^\/admin(\/|$)/i.test(path)) {
    return CHOOSING_IN_PANEL.test(name);
  }
  if (/^\/office(\/|$)/i.test(path)) {
    return CHOOSING_IN_OFFICE.test(name) && CHOSEN_IN_OFFICE.test(value);
  }
  if (name === 'to' && SIGNED_LINKS.has(path)) {
    return SIGNED.test(value);
  }
  return Object.hasOwn(CHOOSING, name) && CHOOSING[name]!.test(value);
}

/** An address that carries on what was asked for, if anything was. */
export function withNext(path: string, next: string): string {
  const kept = next === '' ? '/' : keptAddress(next);
  return kept === '/' ? path : `${path}?next=${encodeURIComponent(kept)}`;
}
