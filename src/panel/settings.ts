/** How the panel looks and where it stands. */
export interface PanelSettings {
  companyName: string;
  /** `#rrggbb`; text on it is chosen for contrast. */
  accent: string;
  timeZone: string;
}

export const ROOT = '/admin';
export const LOGIN = '/staff/login';
