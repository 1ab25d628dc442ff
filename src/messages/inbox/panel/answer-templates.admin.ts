import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../../audit/audit.service.js';
import { TemplateDictionary } from '../../../office/template-dictionary.js';
import {
  type PanelContext,
  type PanelDefinition,
  type PanelOutcome,
  PanelPart,
  type PanelResource,
} from '../../../panel/declaration.js';
import { OPERATORS } from '../../../panel/person.js';
import { AnswerTemplates } from '../answer-templates.service.js';
import { PLACEHOLDERS, unknownPlaceholder } from '../answer-words.js';

const MEANINGS = Object.entries(PLACEHOLDERS).map(([name, meaning]) => `{${name}} — ${meaning}`);

/** «Заготовки ответов»: words for answers, with places that are filled in for each entry. */
@PanelPart()
@Injectable()
export class AnswerTemplatesAdmin implements PanelDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly templates: AnswerTemplates,
  ) {}

  resource(): PanelResource {
    return new TemplateDictionary(this.database, this.audit, {
      ...{ id: 'answer-templates', kind: 'answer-template', label: 'Заготовки ответов', place: 64 },
      ...{ roles: OPERATORS, table: 'answer_templates', most: 5000 },
      hint: `Портал подставит сам: ${MEANINGS.join(', ')}.`,
      buttons: { add: 'Посмотреть', change: 'Посмотреть' },
      look: (text, context) => this.look(text, context),
    }).resource();
  }

  /** Refuses places that nobody fills in, and shows how it reads until that has been looked at. */
  private look(text: string, { confirmed }: PanelContext): PanelOutcome | undefined {
    const unknown = unknownPlaceholder(text);
    if (unknown !== undefined) {
      return {
        errors: { text: `${unknown} портал подставить не умеет. Он знает: ${MEANINGS.join(', ')}` },
      };
    }
    if (confirmed) return undefined;
    const lines = this.templates.preview(text).split('\n');
    return { result: { title: 'Так это прочтёт житель', lines, confirm: 'Сохранить' } };
  }
}
