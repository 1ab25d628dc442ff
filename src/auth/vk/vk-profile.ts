import { composed, hasForbiddenCharacters } from '../../text/russian.js';

/** Who has come from VK ID. Only the subject is proven; the rest fills in a form and is checked there. */
export interface VkProfile {
  /** The number of the profile, which never changes. */
  readonly subject: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
}

/** Reads the answer of VK ID about a person; null when it does not say who it is. */
export function readProfile(reply: Record<string, unknown>): VkProfile | null {
  const user = reply['user'];
  if (typeof user !== 'object' || user === null) return null;

  const { user_id: id, first_name, last_name, email, phone } = user as Record<string, unknown>;
  const subject = typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : id;
  if (typeof subject !== 'string' || !/^[1-9]\d{0,19}$/.test(subject)) return null;

  return {
    subject,
    firstName: short(first_name, 60),
    lastName: short(last_name, 60),
    email: short(email, 254),
    phone: international(short(phone, 40)),
  };
}

/** A text that may stand in a form; what is too long or strange the resident types anew. */
function short(value: unknown, max: number): string {
  const text = typeof value === 'string' ? composed(value).trim() : '';
  return [...text].length <= max && !hasForbiddenCharacters(text) ? text : '';
}

/** VK ID writes telephones without the plus: 79025123456. */
function international(phone: string): string {
  return /^7\d{10}$/.test(phone) ? `+${phone}` : phone;
}
