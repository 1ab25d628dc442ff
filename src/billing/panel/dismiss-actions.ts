import { Injectable } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import { panelAction, type PanelAction, type PanelOutcome } from '../../panel/declaration.js';
import { ACCOUNTANTS } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { DismissedRowsService } from '../import/dismissed-rows.service.js';
import { SameRows } from '../import/same-rows.service.js';
import { isOutcome, OUTCOMES } from '../unknown/outcomes.js';

const WAITING = '/admin/resources/unknown-rows?filters.state=waiting';

/** «Не разносить» and the way back, of rows that are no payment of ours or have been counted already. */
@Injectable()
export class DismissActions {
  constructor(
    private readonly same: SameRows,
    private readonly rows: DismissedRowsService,
  ) {}

  /** The actions of a row. */
  actions(): Record<string, PanelAction> {
    return { dismiss: this.dismiss(), restore: this.restore() };
  }

  private dismiss() {
    return panelAction({
      label: 'Не разносить',
      on: 'record',
      roles: ACCOUNTANTS,
      intro:
        'Строка больше не будет ждать разноски. Балансы жителей не изменятся. Её можно вернуть в любое время.',
      fields: {
        reason: {
          type: 'text',
          label: 'Причина',
          hint: 'Например: не наш платёж; уже учтён.',
          required: true,
          max: 300,
        },
        outcome: { type: 'select', label: 'Что с ней', options: OUTCOMES, initial: 'other' },
        others: { type: 'checkbox', label: 'И все остальные неразобранные строки с этим номером' },
      },
      button: 'Снять с разноски',
      when: (row) => row['state'] === 'waiting',
      run: async ({ reason, outcome: chosen, others }, context): Promise<PanelOutcome> => {
        const outcome = isOutcome(chosen) ? chosen : 'other';
        const ids = await this.same.waiting(context.recordId, others);
        const { refusal, rows } = {
          rows: 0,
          ...(await this.rows.dismiss(ids, { outcome, reason }, staffActor(context))),
        };
        if (refusal !== undefined) return { errors: { '': refusal } };
        if (rows === 0) return { errors: { '': 'Эти строки уже разнесены или сняты с разноски' } };
        return {
          message: `${plural(rows, 'Снята', 'Снято', 'Снято')} с разноски ${counted(rows)}.`,
          redirect: WAITING,
        };
      },
    });
  }

  private restore() {
    return panelAction({
      label: 'Вернуть в разноску',
      on: 'record',
      roles: ACCOUNTANTS,
      intro: 'Строка снова будет ждать, пока её не разнесут.',
      button: 'Вернуть',
      when: (row) => row['state'] === 'dismissed',
      run: async (_input, context): Promise<PanelOutcome> => {
        const { refusal, rows } = {
          rows: 0,
          ...(await this.rows.restore([context.recordId], staffActor(context))),
        };
        if (refusal !== undefined) return { errors: { '': refusal } };
        if (rows === 0) return { errors: { '': 'Эта строка уже возвращена в разноску' } };
        return {
          message: `${plural(rows, 'Возвращена', 'Возвращено', 'Возвращено')} в разноску ${counted(rows)}.`,
          redirect: WAITING,
        };
      },
    });
  }
}

function counted(rows: number): string {
  return `${rows.toLocaleString('ru-RU')} ${plural(rows, 'строка', 'строки', 'строк')}`;
}
