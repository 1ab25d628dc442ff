import { composed, hasForbiddenCharacters } from '../../text/russian.js';

/** Who has come from a provider. Only the subject is proven; the rest fills in a form and is checked there. */
export interface Profile {
  /** The stable id of the profile. */
  readonly subject: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly middleName?: string;
  readonly email: string;
  readonly phone: string;
}

/** What a provider tells of a person, before any of it is believed. */
export interface Told {
  readonly firstName?: unknown;
  readonly lastName?: unknown;
  readonly middleName?: unknown;
  readonly email?: unknown;
  readonly phone?: unknown;
}

/** Makes of what was told texts that may stand in a form; what is too long or strange the resident types anew. */
export function profileOf(subject: string, told: Told): Profile {
  const middleName = short(told.middleName, 60);
  return {
    subject,
    firstName: short(told.firstName, 60),
    lastName: short(told.lastName, 60),
    ...(middleName !== '' && { middleName }),
    email: short(told.email, 254),
    phone: international(short(told.phone, 40)),
  };
}

/** A number of a profile, as text or as a JSON number; null when it is none. */
export function numericId(id: unknown): string | null {
  const text = typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : id;
  return typeof text === 'string' && /^[1-9]\d{0,19}$/.test(text) ? text : null;
}

function short(value: unknown, max: number): string {
  const text = typeof value === 'string' ? composed(value).trim() : '';
  return [...text].length <= max && !hasForbiddenCharacters(text) ? text : '';
}

/** Some write telephones without the plus: 79025123456. */
function international(phone: string): string {
  return /^7\d{10}$/.test(phone) ? `+${phone}` : phone;
}
