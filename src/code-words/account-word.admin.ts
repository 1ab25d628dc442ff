import { Inject, Injectable } from '@nestjs/common';
import { staffActor } from '../audit/audit.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { type PanelAddition, panelAction, type PanelDefinition, PanelPart } from '../panel/declaration.js';
import { OPERATORS } from '../panel/person.js';
import { date, plural } from '../text/russian.js';
import { ISSUE_FIELDS, wordResult } from './code-words.result.js';
import { CodeWordsService } from './code-words.service.js';
import { SlipsService } from './slips.service.js';
import { WindowWords } from './window-words.service.js';
import { type LivingWord, markOf } from './word.card.js';

/** «Выдать кодовое слово» of an account: as at the window, whoever gives a word sees those that can still be used. */
@PanelPart()
@Injectable()
export class AccountWordAdmin implements PanelDefinition {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly words: CodeWordsService,
    private readonly window: WindowWords,
    private readonly slips: SlipsService,
  ) {}

  additions(): Record<string, PanelAddition> {
    return { accounts: { actions: { issueWord: this.issue() } } };
  }

  private issue() {
    return panelAction({
      label: 'Выдать кодовое слово',
      on: 'record',
      roles: OPERATORS,
      intro:
        'Слово получает владелец или тот, у кого его доверенность: сверьте паспорт. Кто введёт слово в кабинете, увидит долг, квитанции и счетчики этой квартиры.',
      fields: {
        revoke: { type: 'checkbox', label: 'Отозвать прежние слова этого счета', initial: true },
        ...ISSUE_FIELDS,
        days: { ...ISSUE_FIELDS.days, initial: this.words.usualDays },
      },
      opening: async (accountId) => {
        const living = await this.window.living(accountId);
        return {
          notes: living.map((word) => this.told(word)),
          without: living.some(isSingle) ? [] : ['revoke'],
          seen: markOf(living),
        };
      },
      button: 'Выдать слово',
      when: (row) => row['closed'] !== 'true',
      run: async ({ revoke, ...terms }, { recordId, seen, ...person }) => {
        const former = { revoke, only: '', seen: seen === '' ? undefined : seen };
        const issued = await this.window.issue(recordId, former, terms, staffActor(person));
        if (issued === 'changed') return { result: await this.askAgain(recordId, revoke) };
        return {
          result: wordResult(await this.slips.texts(new Map(issued.map(({ word, id }) => [word, id])))),
        };
      },
    });
  }

  /** A colleague has given or taken a word meanwhile: whoever revokes must have seen which. */
  private async askAgain(accountId: string, revoke: boolean) {
    const living = await this.window.living(accountId);
    const single = living.filter(isSingle).length;
    const end = plural(
      single,
      'Прежнее слово будет отозвано',
      'Прежние слова будут отозваны',
      'Прежние слова будут отозваны',
    );
    return {
      title: 'Пока форма была открыта, слова этой квартиры изменились',
      lines: [
        ...(living.length > 0
          ? living.map((word) => this.told(word))
          : ['Теперь ни одно слово не действует.']),
        ...(revoke && single > 0 ? [`${end}.`] : []),
      ],
      confirm: 'Выдать слово',
      seen: markOf(living),
    };
  }

  private told(word: LivingWord): string {
    const day = (at: Date): string => date(at, this.config.timeZone);
    const more = isSingle(word) ? '' : '. Оно открывает и другие счета и останется';
    return `Уже действует слово, выданное ${day(word.issued_at)} (${word.issued_by}), до ${day(word.expires_at)}${more}.`;
  }
}

function isSingle({ accounts }: LivingWord): boolean {
  return accounts === 1;
}
