import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Request } from 'express';
import { countersOf } from '../panel/cards.js';
import { PanelMount } from '../panel/panel-mount.js';
import { type PanelStaff, STAFF_ROLES } from '../panel/person.js';
import { Assets } from '../web/assets.js';
import type { View } from '../web/page.js';
import { PageWriter } from '../web/page-writer.js';
import { OfficeCounts } from './counts.js';
import { OfficeMenu } from './office-menu.js';
import { REPORTS } from './office-part.js';
import { shownCount } from './shown-count.js';

interface Line {
  readonly path: string;
  readonly title: string;
  readonly here?: boolean;
  readonly count?: number;
  readonly urgent?: number;
  readonly more?: boolean;
}

/** What stands around each page of the office: menu, numbers of what waits, who is signed in. */
@Injectable()
export class OfficeFrame implements OnModuleInit {
  constructor(
    private readonly menu: OfficeMenu,
    private readonly counts: OfficeCounts,
    private readonly panel: PanelMount,
    private readonly pages: PageWriter,
    private readonly assets: Assets,
  ) {}

  onModuleInit(): void {
    this.pages.frames.set('office', (request, page) => this.around(request, page));
  }

  private async around({ context, path }: Request, { data }: View): Promise<object> {
    // on pages below /office whoever asks; elsewhere whom the page has found out by itself
    const staff = context.staff ?? (data['staff'] as PanelStaff | undefined);
    const url = (name: unknown) => (typeof name === 'string' ? [this.assets.url(name)] : []);
    return {
      styles: ['css/office.css', data['style']].flatMap(url),
      scripts: ['js/office.js', 'js/find.js', 'js/leaving.js', data['script']].flatMap(url),
      ...(staff && {
        person: staff.name,
        role: STAFF_ROLES[staff.role].toLowerCase(),
        // forms are signed for the place where they stand
        leave: context.staff ? '/office/sign-out' : '/staff/logout',
        groups: await this.groups(staff, path),
      }),
    };
  }

  /** Work first, then the lists of the panel in its own groups. */
  private async groups(staff: PanelStaff, path: string): Promise<object[]> {
    const here = this.menu.sectionAt(path, this.menu.sectionsOf(staff))?.path;
    const [work, waiting = []] = await Promise.all([
      this.counts.linesOf(staff),
      this.counts.waitingInPanel(staff),
    ]);
    const lists = this.panel.menuOf(staff);
    const counters = countersOf(waiting);
    const lines: (Line & { group: string })[] = [
      ...work.map((line) => ({ ...line, here: line.path === here })),
      ...lists.map((line) => ({ ...line, ...counters[line.id] })),
    ];
    const groups = new Set(['', REPORTS, ...lists.map(({ group }) => group)]);
    return [...groups].flatMap((title) => {
      const ofGroup = lines.filter(({ group }) => group === title);
      if (ofGroup.length === 0) return [];
      const open = ofGroup.some((line) => line.here);
      return { title, open, ...shownSums(ofGroup), lines: ofGroup.map(shown) };
    });
  }
}

/** What waits behind all lines of a group. */
function shownSums(lines: readonly Line[]): object {
  const sum = (of: 'count' | 'urgent') => lines.reduce((total, line) => total + (line[of] ?? 0), 0);
  return numbers({ count: sum('count'), urgent: sum('urgent'), more: lines.some(({ more }) => more) });
}

function shown({ path, title, here, count = 0, urgent = 0, more = false }: Line): object {
  return { path, title, here, ...numbers({ count, urgent, more }) };
}

function numbers({ count, urgent, more }: { count: number; urgent: number; more: boolean }): object {
  return {
    count: count > 0 && `${shownCount(count)}${more ? '+' : ''}`,
    urgent: urgent > 0 && shownCount(urgent),
  };
}
