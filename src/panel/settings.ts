/** How the panel looks and where it stands. */
export interface PanelSettings {
  companyName: string;
  /** `#rrggbb`; text on it is chosen for contrast. */
  accent: string;
  timeZone: string;
}

export const ROOT = '/admin';

/** Where everybody of the office begins: «Сегодня», which the panel has no other first page beside. */
export const HOME = '/office';
export const LOGIN = '/staff/login';
