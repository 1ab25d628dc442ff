import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { FormKeys } from '../core/form-keys.js';
import { rowsOf } from '../core/query.js';
import { CodeWordsService } from './code-words.service.js';
import { type Slip, SlipsService } from './slips.service.js';
import type { WindowWordForm } from './window-word.form.js';
import { LIVING_WORDS, type LivingWord, markOf } from './word.card.js';

/** A word for whoever stands at the window. */
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
  issue(
    accountId: string,
    wish: WindowWordForm,
    formKey: string,
    staff: Actor,
  ): Promise<Slip[] | 'changed' | undefined> {
    const form = { key: formKey, content: `word ${accountId}` };
    return this.database.transaction((tx) =>
      this.formKeys.onceIn(
        tx,
        form,
        () => this.issueIn(tx, accountId, wish, staff),
        (end) => end !== 'changed',
      ),
    );
  }

  private async issueIn(
    tx: EntityManager,
    accountId: string,
    { revoke, only, seen }: WindowWordForm,
    staff: Actor,
  ): Promise<Slip[] | 'changed'> {
    await this.words.takeTurn(tx, [accountId]);
    const living = await rowsOf<LivingWord>(tx, LIVING_WORDS.text, [accountId]);
    if (markOf(living) !== seen) return 'changed';
    for (const { id, accounts } of revoke === 'yes' ? living : []) {
      // a word for several accounts is somebody else's too
      if (accounts === 1 && (only === '' || only === id)) {
        await this.words.revokeIn(tx, id, 'Выдано новое слово', staff);
      }
    }
    const terms = { maxUses: 1, days: this.words.usualDays };
    const issued = await this.words.issueIn(tx, [[accountId]], terms, staff);
    return this.slips.drawn(await this.slips.texts(new Map(issued.map(({ word, id }) => [word, id])), tx));
  }
}
