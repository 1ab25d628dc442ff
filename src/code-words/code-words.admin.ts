import { Injectable } from '@nestjs/common';
import { OPERATORS } from '../panel/person.js';
import { choice, datetime, text } from '../panel/columns.js';
import { staffActor } from '../audit/audit.js';
import { PanelPart, panelAction, type PanelDefinition, type PanelResource } from '../panel/declaration.js';
import { ISSUE_FIELDS, wordResult } from './code-words.result.js';
import { ACCOUNTS, STATE, WORD_STATES, wordsOf, wordsOfAccounts } from './code-words.sql.js';
import { CodeWordsService, type IssuedWord } from './code-words.service.js';
import { SeveralWords } from './several-words.service.js';
import { SlipsService } from './slips.service.js';
import { linkedBy } from '../accounts/accounts.sql.js';
import { AccountLists } from '../accounts/search/account-lists.js';

const REPLACED = {
  errors: { '': 'Это слово уже отозвано, вместо него могли выдать другое. Обновите страницу.' },
};

/** «Кодовые слова»: the journal of all words, and their issue for accounts and houses. */
@PanelPart()
@Injectable()
export class CodeWordsAdmin implements PanelDefinition {
  constructor(
    private readonly words: CodeWordsService,
    private readonly several: SeveralWords,
    private readonly slips: SlipsService,
    private readonly lists: AccountLists,
  ) {}

  resource(): PanelResource {
    return {
      id: 'code-words',
      label: 'Кодовые слова',
      menu: { group: 'window', place: 5 },
      roles: OPERATORS,
      from: 'code_words w JOIN staff_names p ON p.id = w.issued_by LEFT JOIN staff_names r ON r.id = w.revoked_by',
      base: 'code_words w',
      idSql: 'w.id',
      title: 'accounts',
      journal: 'code-word',
      columns: {
        accounts: text('Лицевые счета', ACCOUNTS, 'list', 'filter', 'searched'),
        state: choice('Состояние', STATE, WORD_STATES, 'list', 'filter'),
        issuedAt: datetime('Выдано', 'w.issued_at', 'list', 'filter', 'sort'),
        issuedBy: text('Кто выдал', 'p.name', 'list', 'filter'),
        expiresAt: datetime('Действует до', 'w.expires_at', 'list', 'sort'),
        uses: text('Использований', "w.used_count || ' из ' || w.max_uses", 'list'),
        makes: choice('Кем делает', 'w.makes', {
          owner: { label: 'Владельцем' },
          family: { label: 'Членом семьи' },
        }),
        lastUsedAt: datetime('Использовано', 'w.last_used_at', 'filter'),
        usedBy: text('Кто привязал', linkedBy('w.id')),
        revokedAt: datetime('Отозвано', 'w.revoked_at'),
        revokedBy: text('Кто отозвал', 'r.name'),
        revokeReason: text('Причина отзыва', 'w.revoke_reason'),
      },
      sort: { column: 'issuedAt', direction: 'desc' },
      search: {
        hint: 'Лицевой счет, адрес, фамилия или телефон',
        where: (pattern) => `${ACCOUNTS} ILIKE ${pattern}`,
        ids: wordsOf,
        understood: async (typed, stands) => (stands ? undefined : this.lists.flats(typed, wordsOfAccounts)),
      },
      related: [{ label: 'Лицевые счета', resource: 'word-accounts', by: 'word' }],
      cards: [
        {
          filters: (today) => ({ 'issuedAt~~from': today }),
          figure: ['слово выдано', 'слова выдано', 'слов выдано'],
        },
        {
          filters: (today) => ({ 'lastUsedAt~~from': today }),
          figure: ['слово использовано', 'слова использовано', 'слов использовано'],
        },
      ],
      actions: {
        issue: panelAction({
          label: 'Выдать слово на несколько счетов',
          on: 'resource',
          roles: OPERATORS,
          intro: 'Одно слово откроет все выбранные лицевые счета.',
          fields: {
            accounts: {
              type: 'records',
              label: 'Лицевые счета',
              resource: 'accounts',
              only: { closed: 'false' },
              required: true,
              max: 20,
            },
            revoke: {
              type: 'checkbox',
              label: 'Отозвать прежние слова этих счетов',
              hint: 'Слова, которые открывают и другие счета, останутся.',
              initial: true,
            },
            ...this.fields(),
          },
          button: 'Выдать слово',
          run: async ({ accounts, revoke, ...terms }, context) => {
            if (!(await this.words.areOpen(accounts))) {
              return { errors: { accounts: 'Выберите открытые лицевые счета из списка' } };
            }
            const former = { revoke, seen: context.seen };
            const issued = await this.several.issue(accounts, former, terms, staffActor(context));
            if (issued === 'changed') return { result: await this.several.asks(accounts, revoke) };
            return this.issued(issued);
          },
        }),
        revoke: panelAction({
          label: 'Отозвать',
          on: 'record',
          many: true,
          roles: OPERATORS,
          danger: true,
          intro: 'Слово перестанет действовать. Уже привязанные счета останутся привязанными.',
          fields: { reason: { type: 'textarea', label: 'Причина', required: true, max: 500 } },
          when: (row) => row['state'] === 'active',
          run: async (input, context) => {
            const revoked = await this.words.revoke(context.recordId, input.reason, staffActor(context));
            return revoked ? { message: 'Слово отозвано.' } : { errors: { '': 'Слово уже отозвано.' } };
          },
        }),
        issueAnew: panelAction({
          label: 'Выдать заново',
          on: 'record',
          roles: OPERATORS,
          intro: 'Прежнее слово будет отозвано, вместо него появится новое для тех же счетов.',
          button: 'Выдать новое слово',
          run: async (_input, context) => {
            const word = await this.words.issueAnew(context.recordId, staffActor(context));
            return word ? this.issued([word]) : REPLACED;
          },
        }),
      },
    };
  }

  private fields() {
    return { ...ISSUE_FIELDS, days: { ...ISSUE_FIELDS.days, initial: this.words.usualDays } };
  }

  private async issued(words: IssuedWord[]) {
    return { result: wordResult(await this.slips.texts(new Map(words.map(({ word, id }) => [word, id])))) };
  }
}
