import { DiscoveryService } from '@nestjs/core';
import type { PanelStaff, StaffRole } from '../panel/person.js';

/** How much waits somewhere, and how much of it burns. */
export interface OfficeCount {
  readonly count: number;
  readonly urgent?: number;
}

/** A line of the menu: work that somebody does on pages of their own. */
export interface OfficeSection {
  /** Below `/office`, such as `/office/requests`; the pages below it belong to the section. */
  readonly path: string;
  readonly title: string;
  readonly roles: readonly StaffRole[];
  /** Its place in the menu, counted from the top. */
  readonly place: number;
  /** Asked for at most once a second for each person; a number that cannot be had is left out. */
  counter?(staff: PanelStaff): Promise<OfficeCount>;
}

/** A module's part of the office: a provider of the module, marked as an `OfficePart`. */
export interface OfficeDefinition {
  sections?(): readonly OfficeSection[];
}

/** Marks a module's part of the office, which finds it by this. */
export const OfficePart = DiscoveryService.createDecorator();
