import type { StaffRole } from '../panel/person.js';

/** Roles of the office and what staff read for them. */
export const STAFF_ROLES: Record<StaffRole, string> = {
  operator: 'Оператор',
  accountant: 'Бухгалтер',
  administrator: 'Администратор',
};

/** True for the key of a role. */
export function isStaffRole(value: string): value is StaffRole {
  return Object.hasOwn(STAFF_ROLES, value);
}
