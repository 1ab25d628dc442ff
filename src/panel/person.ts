import type { StaffRole } from '../core/request-context.js';

export type { StaffRole } from '../core/request-context.js';

/** Who is at the panel; read anew from the table at every request. */
export interface PanelStaff {
  id: string;
  name: string;
  role: StaffRole;
  /** When the session began. */
  since?: Date;
}

/** Who asks, and from where. */
export interface PanelPerson {
  staff: PanelStaff;
  ip: string;
  /** The number of the request in the log. */
  requestId: string;
}

/** Sets of roles: an administrator may do what others may. */
export const ALL_STAFF = ['operator', 'dispatcher', 'accountant', 'moderator', 'administrator'] as const;
/** Everybody but dispatchers and moderators, who need neither money nor meters. */
export const CLERKS = ['operator', 'accountant', 'administrator'] as const;
/** Everybody whose work is about houses. */
export const HOUSE_READERS = ['operator', 'dispatcher', 'accountant', 'administrator'] as const;
export const OPERATORS = ['operator', 'administrator'] as const;
export const DISPATCHERS = ['dispatcher', 'administrator'] as const;
/** Those who speak with residents. */
export const RECEPTION = ['operator', 'dispatcher', 'administrator'] as const;
/** Those who answer what people write to the office. */
export const ANSWERERS = ['operator', 'accountant', 'administrator'] as const;
/** Those who read it. */
export const CORRESPONDENTS = ['operator', 'accountant', 'moderator', 'administrator'] as const;
export const ACCOUNTANTS = ['accountant', 'administrator'] as const;
/** Those who decide what of the book anybody may read. */
export const MODERATORS = ['moderator', 'administrator'] as const;
export const ADMINISTRATORS = ['administrator'] as const;

/** Roles of the office and what staff read for them. */
export const STAFF_ROLES: Record<StaffRole, string> = {
  operator: 'Оператор',
  dispatcher: 'Диспетчер',
  accountant: 'Бухгалтер',
  moderator: 'Модератор',
  administrator: 'Администратор',
};

/** True for the key of a role. */
export function isStaffRole(value: string): value is StaffRole {
  return Object.hasOwn(STAFF_ROLES, value);
}
