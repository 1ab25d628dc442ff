const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How many attempts are free in how many seconds. THROTTLE_FACTOR multiplies the attempts.
 * Limits by address are generous: behind one address of a mobile carrier stand thousands of people.
 */
export const LIMITS = {
  /** Wrong passwords for one login from browsers that never signed in with it. */
  'sign-in: login': { points: 10, seconds: 15 * MINUTE },
  /** Wrong passwords for one login from one browser that has signed in with it before. */
  'sign-in: known browser': { points: 10, seconds: 15 * MINUTE },
  /** Wrong passwords for one login without a success between them (NIST SP 800-63B, 3.2.2). */
  'sign-in: in a row': { points: 100, seconds: 365 * DAY },
  /** The same from all browsers that have signed in with it before; then the way in is recovery. */
  'sign-in: known browsers, in a row': { points: 100, seconds: 365 * DAY },
  'sign-in: address': { points: 100, seconds: 10 * MINUTE },
  'staff sign-in: login': { points: 10, seconds: 15 * MINUTE },
  /** From all networks together, but not against a one-time password: it is too long to be guessed. */
  'staff sign-in: in a row': { points: 100, seconds: DAY },
  /** Wrong passwords for one login from one browser that has signed in with it before. */
  'staff sign-in: known browser': { points: 10, seconds: 15 * MINUTE },
  /** The same from all such browsers without a success between them; then the way in is a new one-time password. */
  'staff sign-in: known browsers, in a row': { points: 100, seconds: 365 * DAY },
  'staff sign-in: address': { points: 30, seconds: 10 * MINUTE },
  /** Wrong present passwords when somebody of the office changes theirs. */
  'staff password: staff': { points: 10, seconds: HOUR },
  /** Each may make two requests to VK ID. */
  'vk: address': { points: 60, seconds: 10 * MINUTE },
  /** Refusals of one person of the office that the journal keeps. */
  'journal: refusals of staff': { points: 30, seconds: HOUR },
  /** The same of one resident. */
  'journal: refusals of a resident': { points: 30, seconds: HOUR },
  /** How often the journal tells that one person of the office opens one card. */
  'journal: views of a card': { points: 1, seconds: 30 * MINUTE },
  /** Sign-ins to one login that a limit stopped, as the journal keeps them. */
  'journal: stopped sign-ins': { points: 1, seconds: 15 * MINUTE },
  /** The same of the office: to one login that is known, or from one network to logins that are not. */
  'journal: stopped sign-ins of staff': { points: 1, seconds: 15 * MINUTE },
  'registration: address': { points: 20, seconds: HOUR },
  /** Letters of registrations to one address. */
  'letters: e-mail': { points: 5, seconds: HOUR },
  'letters again: address': { points: 30, seconds: HOUR },
  /** Asked for again by somebody who knows the password of the registration. */
  'letters again: resident': { points: 3, seconds: HOUR },
  /** So many of these each registration has to itself: other registrations with the same e-mail cannot use them up. */
  'letters again: resident, own': { points: 1, seconds: DAY },
  /** The rest, of all registrations with one e-mail together. */
  'letters again: e-mail': { points: 20, seconds: HOUR },
  /** To a new address, asked for by a resident who is signed in. */
  'letters of a change: resident': { points: 5, seconds: HOUR },
  'new password: address': { points: 100, seconds: 10 * MINUTE },
  'code: address': { points: 30, seconds: HOUR },
  /** Each of these rotates the control string and sends a letter; past them one goes out only when none is good any more. */
  'recovery: login, hour': { points: 5, seconds: HOUR },
  'recovery: login, day': { points: 10, seconds: DAY },
  'recovery: address': { points: 30, seconds: HOUR },
  'code word: resident': { points: 5, seconds: HOUR },
  'code word: resident, day': { points: 10, seconds: DAY },
  'code word: address': { points: 30, seconds: HOUR },
  /** Sheets of slips with words that are not ours. */
  'slips: staff': { points: 10, seconds: HOUR },
  /** Readings by the link of a reminder; a refusal tells that the last value was higher, so one link may not ask for ever. */
  'readings link: address': { points: 300, seconds: HOUR },
  'readings link: resident': { points: 15, seconds: DAY },
  'feedback: address': { points: 10, seconds: HOUR },
  'feedback: everybody': { points: 300, seconds: HOUR },
  'profile: resident': { points: 10, seconds: HOUR },
  'certificate letters: resident': { points: 10, seconds: HOUR },
  /** Forms with photos, each with up to 50 MB. */
  'photos: resident': { points: 40, seconds: HOUR },
} as const;

/** The name of a limit. */
export type Limit = keyof typeof LIMITS;
