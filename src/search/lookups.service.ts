import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { partsOf } from '../core/parts.js';
import { Log } from '../core/log.js';
import type { PanelStaff } from '../panel/person.js';
import { otherLayouts } from '../text/keyboard-layout.js';
import { type Lookup, type LookupAnswer, LookupPart } from './lookup.js';

/** What every role may look for. */
const ENTRIES = 'номер заявки или обращения («заявка 6»), слово из них';

/** What is told where nothing was found. */
interface NothingFound {
  /** The same keys in the other layout, which was tried too. */
  readonly otherKeys?: string;
  /** Whether words were compared with like ones. */
  readonly slips: boolean;
  readonly asked: string;
  readonly hidden: string;
  /** What may be made instead. */
  readonly make: readonly { readonly label: string; readonly href: string }[];
}

/** Asks all modules at once for what was typed into the one field. */
@Injectable()
export class Lookups implements OnModuleInit {
  private lookups: readonly Lookup[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.lookups = partsOf<Lookup>(this.discovery, LookupPart).toSorted(
      (one, other) => one.place - other.place,
    );
  }

  /** What others of the office find here and somebody does not. */
  private hiddenFrom({ role }: PanelStaff): string[] {
    const found = this.lookups.filter(({ roles }) => roles.includes(role)).map(({ finds }) => finds);
    return [...new Set(this.lookups.map(({ finds }) => finds))].filter((finds) => !found.includes(finds));
  }

  /** For whoever has found nothing: what was tried, what they may type, and what is not for their role. */
  nothing(text: string, staff: PanelStaff): NothingFound {
    const [other] = otherLayouts(text);
    const asked = this.lookups
      .filter(({ roles }) => roles.includes(staff.role))
      .map((lookup) => lookup.asked);
    return {
      ...(other !== undefined && { otherKeys: other }),
      slips: asked.length > 0 && /\p{L}{4}/u.test(text),
      asked: [...new Set([...asked, ENTRIES])].join('; '),
      hidden: this.hiddenFrom(staff).join(', '),
      make: this.lookups.flatMap(({ make }) => (make?.roles.includes(staff.role) ? [make] : [])),
    };
  }

  /**
   * What somebody may open of it, kind by kind; what else it may mean only where nothing is found as it was typed. A module
   * that cannot answer is left out, and `partial` says so.
   */
  async find(text: string, staff: PanelStaff, most: number): Promise<LookupAnswer & { partial: boolean }> {
    const asked = this.lookups.filter(({ roles }) => roles.includes(staff.role));
    const found = await this.answers(asked.map((lookup) => lookup.find(text, staff, most)));
    if (found.groups.length > 0) return found;
    const again = await this.answers(asked.map((lookup) => lookup.otherwise?.(text, staff, most)));
    return { ...again, partial: found.partial || again.partial };
  }

  private async answers(
    asked: readonly (Promise<LookupAnswer> | undefined)[],
  ): Promise<LookupAnswer & { partial: boolean }> {
    const answers = await Promise.allSettled(asked.flatMap((answer) => answer ?? []));
    for (const answer of answers) {
      if (answer.status === 'rejected') this.log.error(answer.reason, 'search');
    }
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const groups = found.flatMap((one) => one.groups.filter(({ rows }) => rows.length > 0));
    // what was found as it was typed needs no guess beside it
    const exact = found.some(
      (one) => one.tried === undefined && one.groups.some(({ rows }) => rows.length > 0),
    );
    const tried = exact ? undefined : found.find((one) => one.tried)?.tried;
    return { groups, ...(tried && { tried }), partial: found.length < answers.length };
  }
}
