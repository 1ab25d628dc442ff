import { limitsOfCodes } from '../../factors/codes/code-limits.js';
import type { CodePeople } from '../../factors/codes/code-people.js';

/** People of the office with an app for codes. */
export const STAFF_PEOPLE: CodePeople = {
  ...{ kind: 'staff', table: 'staff', open: 'disabled_at IS NULL', said: 'of staff' },
  ...{ codes: 'staff_recovery_codes', keys: 'staff_passkeys', owner: 'staff_id' },
  limits: limitsOfCodes('staff'),
};
