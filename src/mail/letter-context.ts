import type { Config } from '../core/config.js';
import type { Letter } from './letter.entity.js';

/** What the templates of a letter name: its own data, and what all letters have. */
export function letterContext(
  { data, subject }: Pick<Letter, 'data' | 'subject'>,
  { company, publicUrl }: Config,
  more: { readonly unsubscribe: string | undefined; readonly attached: boolean },
): object {
  return { ...data, company, publicUrl, subject, ...more };
}
