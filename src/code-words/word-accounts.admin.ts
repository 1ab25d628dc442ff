import { Injectable } from '@nestjs/common';
import { FULL_ADDRESS } from '../accounts/address.sql.js';
import { STATE, WORD_STATES } from './code-words.sql.js';
import { PanelPart, type PanelDefinition, type PanelResource } from '../panel/declaration.js';

/** Which accounts a word opens, and which words an account has had. */
@PanelPart()
@Injectable()
export class WordAccountsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'word-accounts',
      label: 'Слова и счета',
      roles: ['operator', 'administrator'],
      from: `code_word_accounts c JOIN code_words w ON w.id = c.code_word_id JOIN staff p ON p.id = w.issued_by
             JOIN accounts a ON a.id = c.account_id JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id`,
      // A pair has no id of its own; both halves in one uuid are unique enough to be a row's key.
      idSql: 'md5(c.code_word_id::text || c.account_id::text)::uuid',
      title: 'account',
      columns: {
        word: {
          label: 'Кодовое слово',
          type: 'reference',
          resource: 'code-words',
          sql: "'от ' || to_char(w.issued_at, 'DD.MM.YYYY')",
          idSql: 'w.id',
          list: true,
        },
        account: {
          label: 'Лицевой счет',
          type: 'reference',
          resource: 'accounts',
          sql: 'a.number',
          idSql: 'a.id',
          list: true,
        },
        address: { label: 'Адрес', type: 'text', sql: FULL_ADDRESS },
        issuedAt: { label: 'Выдано', type: 'datetime', sql: 'w.issued_at', list: true, sort: true },
        issuedBy: { label: 'Кто выдал', type: 'text', sql: 'p.name', list: true },
        state: {
          label: 'Состояние',
          type: 'enum',
          sql: STATE,
          options: WORD_STATES,
          list: true,
        },
        uses: {
          label: 'Использований',
          type: 'text',
          sql: "w.used_count || ' из ' || w.max_uses",
          list: true,
        },
      },
      sort: { column: 'issuedAt', direction: 'desc' },
    };
  }

  additions(): Record<string, Pick<PanelResource, 'related'>> {
    return { accounts: { related: [{ label: 'Кодовые слова', resource: 'word-accounts', by: 'account' }] } };
  }
}
