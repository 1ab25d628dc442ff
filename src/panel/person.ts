/** Roles of the people of the office. */
export type StaffRole = 'operator' | 'accountant' | 'administrator';

/** Who is at the panel; read anew from the table at every request. */
export interface PanelStaff {
  id: string;
  name: string;
  role: StaffRole;
}

/** Who asks, and from where. */
export interface PanelPerson {
  staff: PanelStaff;
  ip: string;
  /** The number of the request in the log. */
  requestId: string;
}
