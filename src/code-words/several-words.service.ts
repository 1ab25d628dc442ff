import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { rowsOf } from '../core/query.js';
import type { PanelResult } from '../panel/declaration.js';
import { plural } from '../text/russian.js';
import { LIVING_OF_ACCOUNTS } from './code-words.sql.js';
import { CodeWordsService, type IssuedWord, type IssueTerms } from './code-words.service.js';
import { markOf } from './word.card.js';

interface Living {
  readonly id: string;
  /** It opens no other accounts than these. */
  readonly alone: boolean;
  readonly numbers: string[];
}

/** So many numbers of accounts are named. */
const NAMED = 5;

/** One word for several accounts: whoever gives it hears first which of them have words that can still be used. */
@Injectable()
export class SeveralWords {
  constructor(
    private readonly database: DataSource,
    private readonly words: CodeWordsService,
  ) {}

  /**
   * Issues a word, and revokes the former ones of these accounts alone, as a word for a single account does. `changed` where
   * there are other former words than somebody has `seen`; '' stands for none.
   */
  issue(
    accountIds: string[],
    { revoke, seen }: { revoke: boolean; seen: string },
    terms: IssueTerms,
    staff: Actor,
  ): Promise<IssuedWord[] | 'changed'> {
    return this.database.transaction(async (tx) => {
      await this.words.takeTurn(tx, accountIds);
      const living = await this.living(accountIds, tx);
      if (markOf(living) !== (seen === '' ? markOf([]) : seen)) return 'changed';
      for (const { id } of revoke ? living.filter(({ alone }) => alone) : []) {
        await this.words.revokeIn(tx, id, 'Выдано новое слово', staff);
      }
      return this.words.issueIn(tx, [accountIds], terms, staff);
    });
  }

  /** What there is to know before a word is given. */
  async asks(accountIds: string[], revoke: boolean): Promise<PanelResult> {
    const living = await this.living(accountIds);
    return {
      title: 'Слова выбранных счетов, которые ещё действуют',
      lines: linesOf(living, accountIds.length, revoke),
      confirm: 'Выдать слово',
      seen: markOf(living),
    };
  }

  private living(accountIds: string[], tx: EntityManager = this.database.manager): Promise<Living[]> {
    return rowsOf<Living>(tx, LIVING_OF_ACCOUNTS, [accountIds]);
  }
}

function linesOf(living: readonly Living[], chosen: number, revoke: boolean): string[] {
  if (living.length === 0) return ['Теперь ни одно слово не действует.'];
  const holding = [...new Set(living.flatMap(({ numbers }) => numbers))].sort();
  const named = holding.slice(0, NAMED).join(', ');
  const alone = living.filter((word) => word.alone).length;
  const staying = living.length - alone;
  return [
    `Действующее слово уже есть у ${holding.length} из ${chosen} выбранных счетов: ${named}${holding.length > NAMED ? ' и других' : ''}.`,
    ...(alone === 0 ? [] : [former(alone, revoke)]),
    ...(staying === 0
      ? []
      : [
          `${staying === 1 ? 'Одно' : staying} ${plural(staying, 'слово открывает', 'слова открывают', 'слов открывают')} и другие счета и ${plural(staying, 'останется', 'останутся', 'останутся')}.`,
        ]),
  ];
}

function former(count: number, revoke: boolean): string {
  return revoke
    ? `${plural(count, 'Прежнее слово будет отозвано', 'Прежние слова будут отозваны', 'Прежние слова будут отозваны')}: ${count}.`
    : `${plural(count, 'Прежнее слово будет действовать', 'Прежние слова будут действовать', 'Прежние слова будут действовать')} и дальше: ${count}.`;
}
