import { OPERATORS } from '../../panel/person.js';
import { Inject, Injectable } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import { panelAction, type PanelAction, type PanelOutcome } from '../../panel/declaration.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { capital, clean } from '../../text/russian.js';
import { laterWords, rejectedWords, tooLateWords } from '../decision-words.js';
import { type Decision, DecisionsService } from '../decisions.service.js';
import { REASONS, reasonOf } from './reject-reasons.js';

const QUEUE = '/admin/resources/readings?filters.status=sent';

/** «Принять» and «Отклонить»: the two ends of the queue of unusual readings. */
@Injectable()
export class DecisionActions {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly decisions: DecisionsService,
    private readonly clock: Clock,
  ) {}

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
        if (typeof decided === 'string' || 'status' in decided) {
          return this.answer(decided, 'Показания приняты.');
        }
        return {
          result: {
            title: 'Принять эти показания?',
            lines: [laterWords(decided)],
            confirm: 'Всё равно принять',
          },
        };
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
      intro:
        'Если показания передал житель и он ещё привязан к счету, он получит письмо с причиной и ссылкой, по которой передаст их заново.',
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
        const { decision, told } = await this.decisions.reject(context.recordId, words, staffActor(context));
        return this.answer(decision, rejectedWords(told));
      },
    });
  }

  private answer(decided: Decision, message: string): PanelOutcome {
    return decided === 'done'
      ? { message, redirect: QUEUE }
      : { errors: { '': capital(tooLateWords(decided, this.clock.now(), this.config.timeZone)) } };
  }
}

function waits(row: Record<string, unknown>): boolean {
  return row['status'] === 'sent';
}
