import { DiscoveryService } from '@nestjs/core';
import type { Urgency } from '../panel/first-page.js';
import type { PanelStaff, StaffRole } from '../panel/person.js';

/** How much waits somewhere, and how much of it burns. */
export interface OfficeCount {
  readonly count: number;
  readonly urgent?: number;
  /** There are more: they are counted no further. */
  readonly more?: true;
}

/** The group of what is read about a month or a house. */
export const REPORTS = 'Отчёты';

/** A line of the menu: work that somebody does on pages of their own. */
export interface OfficeSection {
  /** Below `/office`, such as `/office/requests`; the pages below it belong to the section. */
  readonly path: string;
  readonly title: string;
  readonly roles: readonly StaffRole[];
  /** Its place in the menu, counted from the top. */
  readonly place: number;
  /** The title of the group that it is folded into; what is needed all day has none. */
  readonly group?: string;
  /** Asked for at most once a second for each person; a number that cannot be had in half a second is left out. */
  counter?(staff: PanelStaff): Promise<OfficeCount>;
}

/** A line of «Сегодня»: how many, what, one button. */
export interface TodoLine {
  readonly urgency: Urgency;
  /** Before the others of its urgency: what the law or somebody's safety hangs on. */
  readonly first?: true;
  /** Absent where there is nothing to count. */
  readonly count?: number;
  /** It is counted no further than to this, as the menu counts it. */
  readonly most?: number;
  /** What goes on after the number: «заявки просрочены по закону». */
  readonly what: string;
  /** The oldest or the next. */
  readonly more?: string;
  /** Sentences below it. */
  readonly notes?: readonly string[];
  readonly button: string;
  readonly href: string;
}

/** A small number at the foot of «Сегодня»: what has been done. */
export interface TodayFigure {
  readonly value: string;
  readonly what: string;
}

/** What a module tells on «Сегодня»; what cannot be read is left out, and the page says so. */
export interface OfficeToday {
  readonly roles: readonly StaffRole[];
  /** What there is to do; a line with nothing is not given. */
  todo(staff: PanelStaff, now: Date): Promise<readonly TodoLine[]>;
  figures?(staff: PanelStaff, now: Date): Promise<readonly TodayFigure[]>;
}

/** A module's part of the office: a provider of the module, marked as an `OfficePart`. */
export interface OfficeDefinition {
  sections?(): readonly OfficeSection[];
  today?(): OfficeToday;
}

/** Marks a module's part of the office, which finds it by this. */
export const OfficePart = DiscoveryService.createDecorator();
