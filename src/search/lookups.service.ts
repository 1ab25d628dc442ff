import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { partsOf } from '../core/parts.js';
import { Log } from '../core/log.js';
import type { PanelStaff } from '../panel/person.js';
import { type Lookup, type LookupAnswer, LookupPart } from './lookup.js';

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
  hiddenFrom({ role }: PanelStaff): string[] {
    const found = this.lookups.filter(({ roles }) => roles.includes(role)).map(({ finds }) => finds);
    return [...new Set(this.lookups.map(({ finds }) => finds))].filter((finds) => !found.includes(finds));
  }

  /** What somebody may open of it, kind by kind; a module that cannot answer is left out, and `partial` says so. */
  async find(text: string, staff: PanelStaff, most: number): Promise<LookupAnswer & { partial: boolean }> {
    const asked = this.lookups.filter(({ roles }) => roles.includes(staff.role));
    const answers = await Promise.allSettled(asked.map((lookup) => lookup.find(text, staff, most)));
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
