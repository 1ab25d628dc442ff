import { Injectable } from '@nestjs/common';
import { staffActor } from '../audit/audit.js';
import {
  PanelPart,
  panelAction,
  type PanelContext,
  type PanelDefinition,
  type PanelResource,
} from '../panel/declaration.js';
import { ISSUE_FIELDS } from './issue-fields.js';
import { ACCOUNTS, STATE, WORD_STATES, USED_BY, wordsOf } from './code-words.sql.js';
import { wordResult } from './code-words.result.js';
import { CodeWordsService, type IssuedWord } from './code-words.service.js';
import { SlipsService } from './slips.service.js';

const EVERYBODY = ['operator', 'administrator'] as const;
const ISSUED_BEFORE = {
  errors: { '': 'Эта форма уже отправлена: слово выдано. Чтобы выдать ещё одно, откройте форму заново.' },
};

/** «Кодовые слова»: the journal of all words, and their issue for accounts and houses. */
@PanelPart()
@Injectable()
export class CodeWordsAdmin implements PanelDefinition {
  constructor(
    private readonly words: CodeWordsService,
    private readonly slips: SlipsService,
  ) {}

  resource(): PanelResource {
    return {
      id: 'code-words',
      label: 'Кодовые слова',
      menu: { group: 'window', place: 5 },
      roles: EVERYBODY,
      from: 'code_words w JOIN staff p ON p.id = w.issued_by LEFT JOIN staff r ON r.id = w.revoked_by',
      idSql: 'w.id',
      title: 'accounts',
      journal: 'code-word',
      columns: {
        accounts: {
          label: 'Лицевые счета',
          type: 'text',
          sql: ACCOUNTS,
          list: true,
          filter: true,
          searched: true,
        },
        state: {
          label: 'Состояние',
          type: 'enum',
          sql: STATE,
          options: WORD_STATES,
          list: true,
          filter: true,
        },
        issuedAt: {
          label: 'Выдано',
          type: 'datetime',
          sql: 'w.issued_at',
          list: true,
          filter: true,
          sort: true,
        },
        issuedBy: { label: 'Кто выдал', type: 'text', sql: 'p.name', list: true, filter: true },
        expiresAt: { label: 'Действует до', type: 'datetime', sql: 'w.expires_at', list: true, sort: true },
        uses: {
          label: 'Использований',
          type: 'text',
          sql: "w.used_count || ' из ' || w.max_uses",
          list: true,
        },
        lastUsedAt: { label: 'Использовано', type: 'datetime', sql: 'w.last_used_at', filter: true },
        usedBy: { label: 'Кто привязал', type: 'text', sql: USED_BY },
        revokedAt: { label: 'Отозвано', type: 'datetime', sql: 'w.revoked_at' },
        revokedBy: { label: 'Кто отозвал', type: 'text', sql: 'r.name' },
        revokeReason: { label: 'Причина отзыва', type: 'text', sql: 'w.revoke_reason' },
      },
      sort: { column: 'issuedAt', direction: 'desc' },
      search: {
        hint: 'Номер лицевого счета',
        where: (pattern) => `${ACCOUNTS} ILIKE ${pattern}`,
        ids: wordsOf,
      },
      related: [{ label: 'Лицевые счета', resource: 'word-accounts', by: 'word' }],
      cards: [
        { label: 'Слова, выданные сегодня', filters: (today) => ({ 'issuedAt~~from': today }) },
        { label: 'Слова, использованные сегодня', filters: (today) => ({ 'lastUsedAt~~from': today }) },
      ],
      actions: {
        issue: panelAction({
          label: 'Выдать слово на несколько счетов',
          on: 'resource',
          roles: EVERYBODY,
          intro: 'Одно слово откроет все выбранные лицевые счета.',
          fields: {
            accounts: {
              type: 'records',
              label: 'Лицевые счета',
              resource: 'accounts',
              required: true,
              max: 20,
            },
            ...this.fields(),
          },
          button: 'Выдать слово',
          run: async ({ accounts, ...terms }, context) => {
            if (!(await this.words.areOpen(accounts))) {
              return { errors: { accounts: 'Выберите открытые лицевые счета из списка' } };
            }
            const issued = await this.words.issue([accounts], termsOf(terms, context), staffActor(context));
            return this.issued(issued);
          },
        }),
        revoke: panelAction({
          label: 'Отозвать',
          on: 'record',
          roles: EVERYBODY,
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
          roles: EVERYBODY,
          intro: 'Прежнее слово будет отозвано, вместо него появится новое для тех же счетов.',
          button: 'Выдать новое слово',
          run: async (_input, context) => {
            const word = await this.words.issueAnew(context.recordId, context.key, staffActor(context));
            return this.issued(word && [word]);
          },
        }),
      },
    };
  }

  additions(): Record<string, Pick<PanelResource, 'actions'>> {
    return {
      accounts: {
        actions: {
          issueWord: panelAction({
            label: 'Выдать кодовое слово',
            on: 'record',
            roles: EVERYBODY,
            fields: this.fields(),
            button: 'Выдать слово',
            when: (row) => row['closed'] !== 'true',
            run: async (input, context) =>
              this.issued(
                await this.words.issue([[context.recordId]], termsOf(input, context), staffActor(context)),
              ),
          }),
        },
      },
      houses: {
        actions: {
          issueWords: panelAction({
            label: 'Выдать слова на весь дом',
            on: 'record',
            roles: EVERYBODY,
            intro:
              'Каждый открытый лицевой счет дома получит своё слово. Листки можно будет сразу напечатать.',
            fields: this.fields(),
            button: 'Выдать слова',
            run: async (input, context) =>
              this.issued(
                await this.words.issueForHouse(
                  context.recordId,
                  termsOf(input, context),
                  staffActor(context),
                ),
              ),
          }),
        },
      },
    };
  }

  private fields() {
    return { ...ISSUE_FIELDS, days: { ...ISSUE_FIELDS.days, initial: this.words.usualDays } };
  }

  private async issued(words: IssuedWord[] | null) {
    if (words === null) return ISSUED_BEFORE;
    if (words.length === 0) return { errors: { '': 'В этом доме нет открытых лицевых счетов.' } };
    return { result: wordResult(await this.slips.texts(new Map(words.map(({ word, id }) => [word, id])))) };
  }
}

function termsOf(input: { maxUses: number; days: number }, { key }: PanelContext) {
  return { ...input, formKey: key };
}
