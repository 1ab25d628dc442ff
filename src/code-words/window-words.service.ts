import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { FormKeys } from '../core/form-keys.js';
import { rowsOf } from '../core/query.js';
import { CodeWordsService, type IssuedWord, type IssueTerms } from './code-words.service.js';
import { type Slip, SlipsService } from './slips.service.js';
import type { WindowWordForm } from './window-word.form.js';
import { LIVING_WORDS, type LivingWord, markOf } from './word.card.js';

/** What is to become of the living words of a flat that gets another. */
export interface FormerWords {
  readonly revoke: boolean;
  /** The one of them to revoke; all where it is empty. */
  readonly only: string;
  /** Which living words the person has seen; undefined where none were shown, and then none are revoked. */
  readonly seen: string | undefined;
}

/** A word for one flat: at the window, and by the form of the panel. */
@Injectable()
export class WindowWords {
  constructor(
    private readonly database: DataSource,
    private readonly formKeys: FormKeys,
    private readonly words: CodeWordsService,
    private readonly slips: SlipsService,
  ) {}

  /**
   * Revokes, issues and draws, all of it or nothing; undefined for the other half of a double press. `changed` where the words
   * are no longer those that the page has shown: a colleague may have handed out one of them a moment ago.
   */
  atWindow(
    accountId: string,
    { revoke, only, seen, family }: WindowWordForm,
    formKey: string,
    staff: Actor,
  ): Promise<Slip[] | 'changed' | undefined> {
    const form = { key: formKey, content: `word ${accountId}` };
    const former = { revoke: revoke === 'yes', only, seen };
    const terms = { maxUses: 1, days: this.words.usualDays, family: family !== '' };
    return this.database.transaction((tx) =>
      this.formKeys.onceIn(
        tx,
        form,
        async () => {
          const issued = await this.issueIn(tx, accountId, former, terms, staff);
          if (issued === 'changed') return issued;
          return this.slips.drawn(
            await this.slips.texts(new Map(issued.map(({ word, id }) => [word, id])), tx),
          );
        },
        (end) => end !== 'changed',
      ),
    );
  }

  /** The same by the form of the panel, on terms of the office's choice. */
  issue(
    accountId: string,
    former: FormerWords,
    terms: IssueTerms,
    staff: Actor,
  ): Promise<IssuedWord[] | 'changed'> {
    return this.database.transaction((tx) => this.issueIn(tx, accountId, former, terms, staff));
  }

  /** The words of a flat that can still be used. */
  living(accountId: string): Promise<LivingWord[]> {
    return rowsOf<LivingWord>(this.database, LIVING_WORDS.text, [accountId]);
  }

  private async issueIn(
    tx: EntityManager,
    accountId: string,
    { revoke, only, seen }: FormerWords,
    terms: IssueTerms,
    staff: Actor,
  ): Promise<IssuedWord[] | 'changed'> {
    await this.words.takeTurn(tx, [accountId]);
    if (seen !== undefined) {
      const living = await rowsOf<LivingWord>(tx, LIVING_WORDS.text, [accountId]);
      if (markOf(living) !== seen) return 'changed';
      for (const { id, accounts } of revoke ? living : []) {
        // a word for several accounts is somebody else's too
        if (accounts === 1 && (only === '' || only === id)) {
          await this.words.revokeIn(tx, id, 'Выдано новое слово', staff);
        }
      }
    }
    return this.words.issueIn(tx, [[accountId]], terms, staff);
  }
}
