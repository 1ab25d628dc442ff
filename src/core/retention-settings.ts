import type { SettingsReader } from './settings-reader.js';

/** How long what people have said and who they are is kept; addresses of letters have `lettersKeepDays`. */
export interface Retention {
  /** Of registrations that nobody has confirmed. */
  readonly registrationDays: number;
  /** Of what letters said. */
  readonly letterTextDays: number;
  /** Of requests after they are closed; the rules for dispatch services ask for three. */
  readonly requestYears: number;
  /** Of entries after the last that happened. */
  readonly appealYears: number;
}

/** Reads the settings of what is forgotten with time. */
export function readRetention(read: SettingsReader): Retention {
  return {
    // as letters and pages say it, «7 дней» to «20 дней»
    registrationDays: read.integer('REGISTRATIONS_KEEP_DAYS', 7, 7, 20),
    letterTextDays: read.integer('LETTER_TEXTS_KEEP_DAYS', 30, 7, 365),
    requestYears: read.integer('REQUESTS_KEEP_YEARS', 3, 3, 30),
    appealYears: read.integer('APPEALS_KEEP_YEARS', 3, 3, 30),
  };
}
