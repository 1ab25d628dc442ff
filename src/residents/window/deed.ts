import type { PersonalDetails } from '../../users/users.service.js';

/** What the office does at the window with a resident's way in. */
export type Deed =
  | { readonly kind: 'email'; readonly email: string; readonly forGood: boolean }
  | { readonly kind: 'slip' | 'confirm' | 'remove' }
  | { readonly kind: 'details'; readonly details: PersonalDetails; readonly version: number };

export type DeedKind = Deed['kind'];

/**
 * Whether nobody does it alone: what cannot be taken back, and what lets somebody past the keys and codes that a resident
 * holds: a slip sets a password, and so does a letter to another address.
 */
export function needsSecond(deed: Deed, holdsFactors: boolean): boolean {
  return (deed.kind === 'email' && (deed.forGood || holdsFactors)) || (deed.kind === 'slip' && holdsFactors);
}

/** What each is called. */
export const DEEDS: Readonly<Record<DeedKind, string>> = {
  email: 'Смена E-mail',
  slip: 'Листок для входа',
  confirm: 'Подтверждение регистрации',
  details: 'Правка имени и телефона',
  remove: 'Удаление регистрации',
};

/** A deed as it is kept. */
export interface KeptDeed {
  readonly id: string;
  readonly user_id: string;
  readonly kind: DeedKind;
  readonly fields: Omit<Deed, 'kind'>;
  readonly ground: string;
  readonly staff_id: string;
}

/** One that waits, as an administrator reads it. */
export interface WaitingDeed extends KeptDeed {
  readonly asked_at: Date;
  readonly staff: string;
  readonly resident: string;
  readonly login: string;
  readonly email: string;
  readonly phone: string;
  /** Whether whoever has asked may still do so: a wish of somebody who was sent away can only be closed. */
  readonly stands: boolean;
}

/** Why it cannot be done, and the field of its form that says so; `past` where it never can be again. */
export class DeedRefused extends Error {
  constructor(
    readonly field: string,
    message: string,
    readonly past = false,
  ) {
    super(message);
  }
}
