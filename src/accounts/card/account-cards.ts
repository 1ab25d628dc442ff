import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { partsOf } from '../../core/parts.js';
import { Log } from '../../core/log.js';
import type { JournalPart } from '../../panel/panel-office.js';
import type { PanelPerson } from '../../panel/person.js';
import { joined, type ShownBlock } from './card-blocks.js';
import { type CardDebt, type CardDefinition, type CardJob, CardPart } from './card-part.js';
import type { FlatCard } from './flat-card.js';

/** Puts the card of a flat together from what modules bring. */
@Injectable()
export class AccountCards implements OnModuleInit {
  private parts: readonly CardDefinition[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.parts = partsOf<CardDefinition>(this.discovery, CardPart);
  }

  /** Jobs that somebody may do here, the commonest first. */
  jobs(flat: FlatCard, person: PanelPerson): CardJob[] {
    return this.of(person)
      .flatMap((part) => part.jobs?.(flat, person) ?? [])
      .filter(({ whenClosed }) => !flat.closed || whenClosed)
      .toSorted((one, other) => one.place - other.place);
  }

  /** Jobs that somebody may do for a whole house. */
  houseJobs(houseId: string, person: PanelPerson): CardJob[] {
    return this.of(person)
      .flatMap((part) => part.houseJobs?.(houseId, person) ?? [])
      .toSorted((one, other) => one.place - other.place);
  }

  /** Blocks by column; a module that cannot answer is left out, and `partial` says so. */
  async columns(flat: FlatCard, person: PanelPerson): Promise<{ columns: ShownBlock[][]; partial: boolean }> {
    const asked = this.of(person).filter((part) => part.blocks !== undefined);
    const answers = await Promise.allSettled(asked.map((part) => part.blocks!(flat, person)));
    for (const answer of answers) {
      if (answer.status === 'rejected') this.log.error(answer.reason, 'card of a flat');
    }
    const blocks = answers
      .flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
      .toSorted((one, other) => one.place - other.place);
    return {
      columns: [1, 2, 3].map((column) => joined(blocks.filter((block) => block.column === column))),
      partial: answers.some(({ status }) => status === 'rejected'),
    };
  }

  /** What is late of the sum of a flat, and since when; nothing where that cannot be told now. */
  async owed(flat: FlatCard, person: PanelPerson): Promise<CardDebt | undefined> {
    const told = this.of(person).map(async (part) => part.owed?.(flat));
    const answers = await Promise.allSettled(told);
    for (const answer of answers) {
      if (answer.status === 'rejected') this.log.error(answer.reason, 'card of a flat');
    }
    return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined)).find(Boolean);
  }

  /** What becomes of all that hangs on an account when it is closed. */
  async closing(accountId: string, person: PanelPerson): Promise<string[]> {
    const told = await Promise.all(
      this.of(person).map(async (part) => (await part.closing?.(accountId)) ?? []),
    );
    return told.flat();
  }

  /** Does what modules do when an account is closed, whoever closes it. */
  async closed(tx: EntityManager, accountId: string, actor: Actor): Promise<void> {
    for (const part of this.parts) await part.closed?.(tx, accountId, actor);
  }

  /** What the journal tells of a flat besides its own lines. */
  histories(person: PanelPerson): readonly JournalPart[] {
    return this.of(person).flatMap(({ histories }) => histories ?? []);
  }

  private of({ staff }: PanelPerson): readonly CardDefinition[] {
    return this.parts.filter(({ roles }) => roles.includes(staff.role));
  }
}
