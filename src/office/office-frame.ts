import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Request } from 'express';
import { setTimeout as sleep } from 'node:timers/promises';
import { Log } from '../core/log.js';
import { type PanelStaff, STAFF_ROLES } from '../panel/person.js';
import { Assets } from '../web/assets.js';
import type { View } from '../web/page.js';
import { PageWriter } from '../web/page-writer.js';
import { OfficeMenu } from './office-menu.js';
import type { OfficeCount, OfficeSection } from './office-part.js';

/** For how long a number of the menu stays, and how long a page waits for one. */
const KEPT_MS = 1000;
const PATIENCE_MS = 500;
/** More people at once than any company has; then all numbers are counted anew. */
const MOST_KEPT = 5000;

/** What stands around each page of the office: menu, numbers of what waits, who is signed in. */
@Injectable()
export class OfficeFrame implements OnModuleInit {
  private readonly kept = new Map<string, { at: bigint; count: Promise<OfficeCount | undefined> }>();

  constructor(
    private readonly menu: OfficeMenu,
    private readonly pages: PageWriter,
    private readonly assets: Assets,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.pages.frames.set('office', (request, page) => this.around(request, page));
  }

  private async around({ context, path }: Request, { data }: View): Promise<object> {
    const { staff } = context;
    const url = (name: unknown) => (typeof name === 'string' ? [this.assets.url(name)] : []);
    const looks = {
      styles: ['css/office.css', data['style']].flatMap(url),
      scripts: ['js/office.js', data['script']].flatMap(url),
    };
    if (!staff) return looks;
    const here = this.menu.sectionAt(path);
    const lines = this.menu.sectionsOf(staff).map(async (section) => ({
      path: section.path,
      title: section.title,
      here: section === here,
      ...(await this.countOf(section, staff)),
    }));
    return {
      ...looks,
      person: staff.name,
      role: STAFF_ROLES[staff.role].toLowerCase(),
      work: await Promise.all(lines),
    };
  }

  private countOf(section: OfficeSection, staff: PanelStaff): Promise<OfficeCount | undefined> {
    if (!section.counter) return Promise.resolve(undefined);
    const key = `${section.path} ${staff.id}`;
    const now = process.hrtime.bigint();
    const known = this.kept.get(key);
    if (known && now - known.at < BigInt(KEPT_MS) * 1_000_000n) return known.count;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const count = this.patiently(section.counter(staff), section.path);
    this.kept.set(key, { at: now, count });
    return count;
  }

  /** A page is shown without a number rather than late or not at all. */
  private async patiently(counting: Promise<OfficeCount>, path: string): Promise<OfficeCount | undefined> {
    const counted = counting.catch((error: unknown) => {
      this.log.error(error, `counter of ${path}`);
      return undefined;
    });
    return Promise.race([counted, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }
}
