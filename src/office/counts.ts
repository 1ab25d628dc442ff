import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Log } from '../core/log.js';
import { type CountedCard } from '../panel/cards.js';
import { PanelMount } from '../panel/panel-mount.js';
import type { PanelStaff } from '../panel/person.js';
import type { WorkView } from '../panel/view.js';
import { WorkMenu } from '../panel/work-menu.js';
import { OfficeMenu } from './office-menu.js';
import type { OfficeCount } from './office-part.js';

/** For how long what was counted stays, and how long a menu waits for it. */
const KEPT_NS = 1_000_000_000n;
const PATIENCE_MS = 500;
/** More than any company has people; then all is counted anew. */
const MOST_KEPT = 5000;

/** Counts what waits, for the menus of the office and of the panel: seldom, and never at the price of a page. */
@Injectable()
export class OfficeCounts extends WorkMenu {
  private readonly kept = new Map<string, { at: bigint; counted: Promise<unknown> }>();

  constructor(
    private readonly menu: OfficeMenu,
    private readonly panel: PanelMount,
    private readonly log: Log,
  ) {
    super();
  }

  /** The lines of work with their numbers; a number that cannot be had in time is missing. */
  override linesOf(staff: PanelStaff): Promise<WorkView[]> {
    const lines = this.menu.sectionsOf(staff).map(async (section) => {
      const { path, title, group = '' } = section;
      const count = await this.patiently<OfficeCount | undefined>(path, staff, async () =>
        section.counter?.(staff),
      );
      return { path, title, group, ...count };
    });
    return Promise.all(lines);
  }

  /** What waits in the panel, or undefined when that cannot be had in time. */
  waitingInPanel(staff: PanelStaff): Promise<CountedCard[] | undefined> {
    return this.patiently('/admin', staff, () => this.panel.counted(staff));
  }

  /** What waits in the panel, however long it takes. */
  panelCards(staff: PanelStaff): Promise<CountedCard[]> {
    return this.once('/admin', staff, () => this.panel.counted(staff));
  }

  private patiently<T>(what: string, staff: PanelStaff, count: () => Promise<T>): Promise<T | undefined> {
    const counted = this.once(what, staff, count).catch((error: unknown) => {
      this.log.error(error, `counter of ${what}`);
      return undefined;
    });
    return Promise.race([counted, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  private once<T>(what: string, { id, role }: PanelStaff, count: () => Promise<T>): Promise<T> {
    const key = `${what} ${id} ${role}`;
    const now = process.hrtime.bigint();
    const known = this.kept.get(key);
    if (known && now - known.at < KEPT_NS) return known.counted as Promise<T>;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const counted = count();
    this.kept.set(key, { at: now, counted });
    return counted;
  }
}
