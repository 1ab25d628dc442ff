import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { TemplateDictionary } from '../../office/template-dictionary.js';
import { type PanelDefinition, PanelPart, type PanelResource } from '../../panel/declaration.js';
import { DISPATCHERS } from '../../panel/person.js';

/** «Заготовки сообщений»: words that dispatchers write to residents again and again. */
@PanelPart()
@Injectable()
export class MessageTemplatesAdmin implements PanelDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
  ) {}

  resource(): PanelResource {
    return new TemplateDictionary(this.database, this.audit, {
      ...{ id: 'message-templates', kind: 'message-template', label: 'Заготовки сообщений', place: 62 },
      ...{ roles: DISPATCHERS, table: 'message_templates', most: 2000 },
      buttons: { add: 'Добавить', change: 'Сохранить' },
    }).resource();
  }
}
