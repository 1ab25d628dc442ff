import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { panelAction, type PanelAction, type PanelOutcome } from '../../panel/declaration.js';
import { ACCOUNTANTS } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { DismissedRowsService } from '../import/dismissed-rows.service.js';

const MOST_ROWS = 10_000;
const WAITING = '/admin/resources/unknown-rows?filters.state=waiting';

/** Waiting rows of the same account as the given one, it first. */
const SAME_ACCOUNT = `SELECT other.id::text AS id FROM unknown_rows u
  JOIN unknown_rows other ON other.account_text = u.account_text
    AND other.resolved_at IS NULL AND other.dismissed_at IS NULL
  JOIN batches b ON b.id = other.batch_id AND b.undone_at IS NULL
  WHERE u.id = $1 AND u.account_text <> '' ORDER BY other.id = u.id DESC, other.id LIMIT ${MOST_ROWS}`;

/** «Не разносить» and the way back, of rows that are no payment of ours or have been counted already. */
@Injectable()
export class DismissActions {
  constructor(
    private readonly database: DataSource,
    private readonly rows: DismissedRowsService,
  ) {}

  /** The actions of a row. */
  actions(): Record<string, PanelAction> {
    return { dismiss: this.dismiss(), restore: this.restore() };
  }

  /** The row, with all others that wait under the same account when that is wanted. */
  async chosen(id: string, others: boolean): Promise<string[]> {
    const rows = others ? await this.database.query<{ id: string }[]>(SAME_ACCOUNT, [id]) : [];
    return rows.length > 0 ? rows.map((row) => row.id) : [id];
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
        others: { type: 'checkbox', label: 'И все остальные неразобранные строки с этим номером' },
      },
      button: 'Снять с разноски',
      when: (row) => row['state'] === 'waiting',
      run: async ({ reason, others }, context): Promise<PanelOutcome> => {
        const ids = await this.chosen(context.recordId, others);
        const rows = await this.rows.dismiss(ids, reason, staffActor(context));
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
        const rows = await this.rows.restore([context.recordId], staffActor(context));
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
