import type { Secrets } from '../core/secrets.js';

/** SQL of what a line `e` of the journal tells of people, in one text; the salt keeps it from being guessed by its MAC. */
export const PERSONAL_PART = 'jsonb_build_array(e.salt, e.actor_name, e.ip, e.details)::text';

/** The MAC of what a line tells of people, which stays when that is erased. */
export const personalMac = (secrets: Secrets, part: string): Buffer => secrets.mac('journal: personal', part);
