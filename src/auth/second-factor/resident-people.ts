import { limitsOfCodes } from '../../factors/codes/code-limits.js';
import type { CodePeople } from '../../factors/codes/code-people.js';

/** Residents with an app for codes. */
export const RESIDENT_PEOPLE: CodePeople = {
  ...{ kind: 'user', table: 'users', open: "status = 'active'", said: 'of residents' },
  ...{ codes: 'user_recovery_codes', keys: 'passkeys', owner: 'user_id' },
  limits: limitsOfCodes('residents'),
};
