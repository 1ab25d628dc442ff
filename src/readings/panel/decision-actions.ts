import { OPERATORS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import { panelAction, type PanelAction, type PanelOutcome } from '../../panel/declaration.js';
import { monthAndYear } from '../../text/month.js';
import { clean, decimal } from '../../text/russian.js';
import { type LaterReading, type Decision, DecisionsService } from '../decisions.service.js';
import { REASONS, reasonOf } from './reject-reasons.js';

const QUEUE = '/admin/resources/readings?filters.status=sent';

/** «Принять» and «Отклонить»: the two ends of the queue of unusual readings. */
@Injectable()
export class DecisionActions {
  constructor(private readonly decisions: DecisionsService) {}

  accept(): PanelAction {
    return panelAction({
      label: 'Принять',
      on: 'record',
      many: true,
      roles: OPERATORS,
      intro: 'Показания пойдут в расчёт. Исправить их после этого сможет только офис.',
      button: 'Принять показания',
      when: waits,
      run: async (_input, context) => {
        const { recordId, confirmed } = context;
        const decided = await this.decisions.accept(recordId, confirmed, staffActor(context));
        return typeof decided === 'string' ? answer(decided, 'Показания приняты.') : question(decided);
      },
    });
  }

  reject(): PanelAction {
    return panelAction({
      label: 'Отклонить',
      on: 'record',
      many: true,
      roles: OPERATORS,
      danger: true,
      intro: 'Житель получит письмо с причиной и ссылкой, по которой он передаст показания заново.',
      fields: {
        reason: { type: 'select', label: 'Причина', options: REASONS, required: true },
        text: {
          type: 'textarea',
          label: 'Своими словами',
          hint: 'Прочитает житель. Для «Другая причина» напишите здесь, в чём дело.',
          max: 300,
        },
      },
      button: 'Отклонить показания',
      when: waits,
      run: async ({ reason, text }, context): Promise<PanelOutcome> => {
        const words = reasonOf(reason, clean(text));
        if (words === undefined) return { errors: { text: 'Напишите причину' } };
        const decided = await this.decisions.reject(context.recordId, words, staffActor(context));
        return answer(decided, 'Показания отклонены.');
      },
    });
  }
}

function waits(row: Record<string, unknown>): boolean {
  return row['status'] === 'sent';
}

function question({ period, reading }: LaterReading): PanelOutcome {
  const later = reading.map((value) => decimal(value)).join(' и ');
  return {
    result: {
      title: 'Принять эти показания?',
      lines: [
        `Они больше показаний, которые уже приняты за ${monthAndYear(period)}: ${later}. Тогда расход за ${monthAndYear(period)} посчитается так, будто счетчик дошёл до девяток и начал с нуля.`,
      ],
      confirm: 'Всё равно принять',
    },
  };
}

function answer(decided: Decision, message: string): PanelOutcome {
  if (decided === 'corrected') return { errors: { '': 'Житель уже исправил эти показания' } };
  if (decided === 'decided') return { errors: { '': 'Решение по этим показаниям уже принято' } };
  return { message, redirect: QUEUE };
}
