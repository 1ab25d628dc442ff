import { OPERATORS } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, reference, text } from '../panel/columns.js';
import { STATE, WORD_STATES, WORDS_OF_ACCOUNT } from './code-words.sql.js';
import {
  PanelPart,
  type PanelAddition,
  type PanelDefinition,
  type PanelResource,
} from '../panel/declaration.js';

/** Which accounts a word opens, and which words an account has had. */
@PanelPart()
@Injectable()
export class WordAccountsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'word-accounts',
      label: 'Слова и счета',
      roles: OPERATORS,
      from: `code_word_accounts c JOIN code_words w ON w.id = c.code_word_id JOIN staff_names p ON p.id = w.issued_by
             JOIN account_places a ON a.id = c.account_id`,
      // A pair has no id of its own; both halves in one uuid are unique enough to be a row's key.
      idSql: 'md5(c.code_word_id::text || c.account_id::text)::uuid',
      title: 'account',
      journal: { kind: 'code-word', id: 'word~~id' },
      columns: {
        word: reference(
          'Кодовое слово',
          'code-words',
          "'от ' || to_char(w.issued_at, 'DD.MM.YYYY')",
          'w.id',
          'list',
        ),
        account: reference('Лицевой счет', 'accounts', 'a.number', 'a.id', 'list'),
        address: text('Адрес', 'a.address'),
        issuedAt: datetime('Выдано', 'w.issued_at', 'list', 'sort'),
        issuedBy: text('Кто выдал', 'p.name', 'list'),
        state: choice('Состояние', STATE, WORD_STATES, 'list'),
        uses: text('Использований', "w.used_count || ' из ' || w.max_uses", 'list'),
      },
      sort: { column: 'issuedAt', direction: 'desc' },
    };
  }

  additions(): Record<string, PanelAddition> {
    return {
      accounts: {
        related: [{ label: 'Кодовые слова', resource: 'word-accounts', by: 'account' }],
        histories: [{ kind: 'code-word', ids: WORDS_OF_ACCOUNT }],
      },
    };
  }
}
