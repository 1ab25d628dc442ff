import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountLinksService } from '../accounts/account-links.service.js';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { rowsOf } from '../core/query.js';
import { CodeWordsService } from './code-words.service.js';
import { LIVING_WORDS, type LivingWord } from './word.card.js';

/** What has ended with a change of the owner. */
export interface Ended {
  readonly people: number;
  readonly words: number;
  readonly invitations: number;
}

/** «Сменился владелец»: whatever opens an account ends at once, and the new owner begins with a word of their own. */
@Injectable()
export class OwnerChange {
  constructor(
    private readonly database: DataSource,
    private readonly links: AccountLinksService,
    private readonly words: CodeWordsService,
    private readonly audit: AuditService,
  ) {}

  /** All of it or nothing; zeros where there was nothing to end, and then no line of the journal. */
  async end(accountId: string, reason: string, staff: Actor): Promise<Ended> {
    return this.database.transaction(async (tx) => {
      await this.words.takeTurn(tx, [accountId]);
      await this.links.takeTurn(tx, accountId);
      await this.links.beginAnew(tx, accountId);
      const invitations = await this.links.revokeInvitations(tx, accountId);
      const people = await this.links.endOthers(tx, {
        ...{ accountId, by: 'staff', reason, actor: staff },
        told: 'у квартиры сменился владелец',
      });
      let words = 0;
      for (const { id } of await rowsOf<LivingWord>(tx, LIVING_WORDS.text, [accountId])) {
        if (await this.words.revokeIn(tx, id, 'Сменился владелец', staff)) words += 1;
      }
      const ended = { people, words, invitations };
      if (people + words + invitations > 0) {
        const object = { kind: 'account', id: accountId } as const;
        await this.audit.record(tx, staff, 'household.owner-changed', object, { ...ended, reason });
      }
      return ended;
    });
  }
}
