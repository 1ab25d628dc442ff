import { CLERKS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { money, number, reference, text } from '../../panel/columns.js';
import { PanelPart, type PanelDefinition, type PanelResource } from '../../panel/declaration.js';

/** Lines of payment documents, service by service; there are millions, so they are reached from their documents. */
@PanelPart()
@Injectable()
export class ChargeLinesAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'charge-lines',
      label: 'Начисления по услугам',
      roles: CLERKS,
      page: false,
      from: 'charge_lines l JOIN services s ON s.id = l.service_id',
      idSql: "l.document_id || '-' || l.position",
      tieSql: 'l.position',
      title: 'service',
      columns: {
        service: text('Услуга', SERVICE, 'list'),
        volume: text('Объём', volume('l.volume'), 'list'),
        commonVolume: text('Общедомовой', volume('l.common_volume'), 'list'),
        tariff: number(
          'Тариф, ₽',
          'CASE WHEN scale(trim_scale(l.tariff)) < 2 THEN round(l.tariff, 2) ELSE trim_scale(l.tariff) END',
          'list',
        ),
        charged: money('Начислено', 'l.charged_kopecks', 'list'),
        increase: money('Превышение', 'nullif(l.increase_kopecks, 0)', 'list'),
        recalculated: money('Перерасчёт', 'nullif(l.recalculated_kopecks, 0)', 'list'),
        benefit: money('Льгота', 'nullif(l.benefit_kopecks, 0)', 'list'),
        total: money('Всего', 'l.total_kopecks', 'list'),
        document: {
          ...reference('Платёжный документ', 'documents', 'l.document_id::text', 'l.document_id', 'sort'),
          orderSql: 'l.document_id',
        },
      },
      sort: { column: 'document', direction: 'asc' },
    };
  }
}

/** With the increase factor and the reason of a recalculation: few lines have them, columns of theirs would be empty. */
const SERVICE = `s.name || coalesce(' (повышающий коэффициент '
  || replace(trim_scale(nullif(l.increase_factor, 1))::text, '.', ',') || ')', '')
  || coalesce('. Основание перерасчёта: ' || nullif(l.recalculation_reason, ''), '')`;

/** «4,965 м³»: the unit stays with the number, decimals as Russians write them. */
function volume(sql: string): string {
  return `replace(trim_scale(${sql})::text, '.', ',') || coalesce(E'\\u00A0' || nullif(l.unit, ''), '')`;
}
