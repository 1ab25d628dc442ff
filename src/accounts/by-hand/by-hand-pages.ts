import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { dateTime } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { type Ground, type GroundedJob, GROUNDS, GROUNDS_OF, needsPaper } from './by-hand.js';
import { ACCOUNT_NOW, type AccountNow } from './by-hand.sql.js';

/** A field before and after; of one that stays as it is both are the same. */
export interface CheckedRow {
  readonly label: string;
  readonly now: string;
  readonly will: string;
}

/** What somebody looks at before it is done. */
interface Check {
  readonly title: string;
  readonly form: Form<object>;
  readonly action: string;
  readonly back: string;
  readonly button: string;
  readonly about?: string;
  readonly rows: readonly CheckedRow[];
  /** What becomes of what hangs on it. */
  readonly notes?: readonly string[];
  readonly list?: { readonly title: string; readonly items: readonly string[] };
  /** Where on goes what this does not do. */
  readonly onward?: { readonly before: string; readonly label: string; readonly href: string };
  /** What is likely a mistake. */
  readonly warning?: string;
}

export const STYLE = 'css/by-hand.css';

/** Whoever merges houses has been faster. */
export const HOUSE_GONE = 'Этого дома больше нет: его объединили с другим или убрали. Выберите дом ещё раз';
export const BUSY = 'Сейчас загружается файл из программы учёта. Подождите минуту и отправьте ещё раз';

/** What pages of corrections have in common: grounds, the look before saving, and who came first. */
@Injectable()
export class ByHandPages {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly office: PanelOffice,
  ) {}

  async account(id: string): Promise<AccountNow> {
    const account = await ACCOUNT_NOW.first(this.pool, id);
    if (!account) throw new NotFoundException();
    return account;
  }

  /** An address as the office says it. */
  place(address: string): string {
    return streetOf(address, this.config.company.town);
  }

  /** Grounds of a job to choose from, with the chosen one, and what is said of their paper. */
  grounds(job: GroundedJob, form: Form<object>): object {
    const ids: readonly Ground[] = GROUNDS_OF[job];
    const plain = ids.filter((id) => !needsPaper(id)).map((id) => `«${GROUNDS[id]}»`);
    const optional = plain.length === 0 ? '' : `. Если основание ${plain.join(' или ')}, можно не заполнять`;
    return {
      grounds: ids.map((id) => ({ id, title: GROUNDS[id], chosen: form.values['ground'] === id })),
      paperHint: `Или в чём дело, если бумаги нет${optional}`,
    };
  }

  /** The page that shows what will change, and keeps what was typed for both ways on. */
  check({ form, rows, ...check }: Check): Page {
    const { step: _step, ...kept } = form.values;
    return view('accounts/by-hand/check', {
      ...{ style: STYLE, ...check },
      rows: rows.map((row) => ({ ...row, same: row.now === row.will })),
      kept: Object.entries(kept).map(([name, value]) => ({ name, value })),
    });
  }

  /** «Пока форма была открыта, счет изменили: Ли Пётр, …»: who made this version. */
  async overtaken({ id, version }: AccountNow): Promise<string> {
    const change = await this.office.lastChange({ kind: 'account', id }, String(version));
    return change
      ? `Пока форма была открыта, счет изменили: ${change.who}, ${dateTime(change.at, this.config.timeZone)} («${change.action}»)`
      : 'Пока форма была открыта, счет изменился: его обновила загрузка из файла';
  }
}

/** The form as it was typed, without what would be wrong with it if it were sent. */
export function untold<T extends object>({ values }: Form<T>): Form<T> {
  return Form.empty<T>(values);
}
