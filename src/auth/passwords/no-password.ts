import { type Page, view } from '../../web/page.js';

/** The page of what needs a password, for whoever has none: why, and a letter in one press to set one. */
export function noPassword(title: string, why: string, here: string): Page {
  return view('profile/no-password', { title, why, here });
}
