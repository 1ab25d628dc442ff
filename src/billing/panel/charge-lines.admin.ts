import { Injectable } from '@nestjs/common';
import { PanelPart, type PanelDefinition, type PanelResource } from '../../panel/declaration.js';

/** Lines of payment documents, service by service; there are millions, so they are reached from their documents. */
@PanelPart()
@Injectable()
export class ChargeLinesAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'charge-lines',
      label: 'Начисления по услугам',
      roles: ['operator', 'accountant', 'administrator'],
      page: false,
      from: 'charge_lines l JOIN services s ON s.id = l.service_id',
      idSql: "l.document_id || '-' || l.position",
      tieSql: 'l.position',
      title: 'service',
      columns: {
        service: { label: 'Услуга', type: 'text', sql: SERVICE, list: true },
        volume: { label: 'Объём', type: 'text', sql: volume('l.volume'), list: true },
        commonVolume: {
          label: 'Общедомовой',
          type: 'text',
          sql: volume('l.common_volume'),
          list: true,
        },
        tariff: {
          label: 'Тариф, ₽',
          type: 'number',
          sql: 'CASE WHEN scale(trim_scale(l.tariff)) < 2 THEN round(l.tariff, 2) ELSE trim_scale(l.tariff) END',
          list: true,
        },
        charged: { label: 'Начислено', type: 'money', sql: 'l.charged_kopecks', list: true },
        increase: { label: 'Превышение', type: 'money', sql: 'nullif(l.increase_kopecks, 0)', list: true },
        recalculated: {
          label: 'Перерасчет',
          type: 'money',
          sql: 'nullif(l.recalculated_kopecks, 0)',
          list: true,
        },
        benefit: { label: 'Льгота', type: 'money', sql: 'nullif(l.benefit_kopecks, 0)', list: true },
        total: { label: 'Всего', type: 'money', sql: 'l.total_kopecks', list: true },
        document: {
          label: 'Платежный документ',
          type: 'reference',
          resource: 'documents',
          sql: 'l.document_id::text',
          orderSql: 'l.document_id',
          idSql: 'l.document_id',
          idType: 'number',
          sort: true,
        },
      },
      sort: { column: 'document', direction: 'asc' },
    };
  }
}

/** With the increase factor and the reason of a recalculation: few lines have them, columns of theirs would be empty. */
const SERVICE = `s.name || coalesce(' (повышающий коэффициент '
  || replace(trim_scale(nullif(l.increase_factor, 1))::text, '.', ',') || ')', '')
  || coalesce('. Основание перерасчета: ' || nullif(l.recalculation_reason, ''), '')`;

/** «4,965 м³»: the unit stays with the number, decimals as Russians write them. */
function volume(sql: string): string {
  return `replace(trim_scale(${sql})::text, '.', ',') || coalesce(E'\\u00A0' || nullif(l.unit, ''), '')`;
}
