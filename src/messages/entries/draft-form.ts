import { hasForbiddenCharacters, hasLostLetters } from '../../text/russian.js';
import type { Form } from '../../web/form.js';
import type { AppealDraft } from './appeal-drafts.service.js';
import type { WriteForm } from './entries.forms.js';

/** What is no part of what was typed. */
const NOT_TYPED: ReadonlySet<string> = new Set(['draft', 'save']);

/** A form as its draft keeps it, right or not; undefined where it has signs that no text may have. */
export function draftOf(form: Form<WriteForm>): Record<string, string> | undefined {
  const typed = Object.entries(form.values)
    .filter(([name]) => !NOT_TYPED.has(name))
    .map(([name, value]) => [name, String(value)] as const);
  return typed.some(([, value]) => hasForbiddenCharacters(value) || hasLostLetters(value))
    ? undefined
    : Object.fromEntries(typed);
}

/** The values of a form that goes on with a draft. */
export function valuesOf({ typed, version }: AppealDraft): Record<string, string> {
  return { ...typed, draft: version };
}
