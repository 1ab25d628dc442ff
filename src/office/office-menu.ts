import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { partsOf } from '../core/parts.js';
import type { PanelStaff } from '../panel/person.js';
import { declaredPages } from '../web/declared-pages.js';
import { type OfficeDefinition, OfficePart, type OfficeSection, type OfficeToday } from './office-part.js';

/** Finds what modules declare for the office, and stops the start where it is not said clearly. */
@Injectable()
export class OfficeMenu implements OnModuleInit {
  private sections: readonly OfficeSection[] = [];
  private days: readonly OfficeToday[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const parts = partsOf<OfficeDefinition>(this.discovery, OfficePart);
    this.days = parts.flatMap((part) => part.today?.() ?? []);
    this.sections = parts
      .flatMap((part) => part.sections?.() ?? [])
      .toSorted((one, other) => one.place - other.place);
    this.check();
  }

  /** The sections that somebody may open, in the order of the menu. */
  sectionsOf({ role }: PanelStaff): readonly OfficeSection[] {
    return this.sections.filter(({ roles }) => roles.includes(role));
  }

  /** What modules tell on the first page of somebody. */
  daysOf({ role }: PanelStaff): readonly OfficeToday[] {
    return this.days.filter(({ roles }) => roles.includes(role));
  }

  /** The section that a page belongs to: the one with the longest address that it begins with; to the first page only itself. */
  sectionAt(address: string, among = this.sections): OfficeSection | undefined {
    const path = address.toLowerCase();
    return among
      .filter(
        (section) =>
          path === section.path || (section.path !== '/office' && path.startsWith(`${section.path}/`)),
      )
      .reduce<OfficeSection | undefined>(
        (best, one) => (best && best.path.length >= one.path.length ? best : one),
        undefined,
      );
  }

  /** Below `/office` each page names its roles, elsewhere none does; a line of the menu leads to a page that its roles may open. */
  private check(): void {
    const pages = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (typeof metatype === 'function' ? declaredPages(metatype) : []));
    const wrong = pages.filter(
      ({ path, roles, isPublic }) => isOfOffice(path) !== (roles !== undefined) || (roles && isPublic),
    );
    if (wrong.length > 0) {
      const names = wrong.map(({ method, path }) => `${method} ${path}`);
      throw new Error(
        `Office: @OfficePage is for pages below /office, and for all of them: ${names.join(', ')}`,
      );
    }
    const open = new Map(
      pages.filter(({ method }) => method === 'GET').map(({ path, roles }) => [path, roles]),
    );
    const lost = this.sections.find(({ path, roles }) =>
      roles.some((role) => !open.get(path)?.includes(role)),
    );
    if (lost) throw new Error(`Office: ${lost.path} of the menu is no page that all its roles may open`);
  }
}

function isOfOffice(path: string): boolean {
  return /^\/office(\/|$)/i.test(path);
}
