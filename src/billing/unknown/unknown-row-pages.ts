import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import { type FoundOtherwise, OtherReadings } from '../../accounts/search/other-readings.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isRowNumber } from '../../core/ids.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { type Tried, triedText } from '../../panel/understood.js';
import { capital, dateTime, money } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { HeldAssignments } from '../import/held-assignments.service.js';
import { decisionOf } from './decision.js';
import { Dividing } from './dividing-form.js';
import { type Found, LikelyAccounts, type Offer } from './likely-accounts.service.js';
import { mayBeNumber } from './near-numbers.js';
import { OUTCOMES } from './outcomes.js';
import {
  keptQuery,
  LAST_PAGE,
  type RowFilter,
  rowFilter,
  rowPage,
  rowQuery,
  rowSearch,
} from './row-filter.js';
import { factsTold, heldTold, listedTold, offerTold, whatTold } from './row-words.js';
import type { DivideForm } from './unknown-rows.forms.js';
import { type ListedRow, DEED, NEXT_ROW, ROW, ROW_STATES, ROWS, type WaitingRow } from './rows.sql.js';

const LIST = '/office/unknown-rows';
const AT_ONCE = 50;
const NOBODY: Found = { offers: [] };
const TABS = { waiting: 'Ждут', dismissed: 'Не разносим', resolved: 'Разнесены' } as const;

/** What has been typed into a row's page and refused, or understood otherwise. */
export interface Refused {
  readonly assign?: Form<object>;
  readonly dismiss?: Form<object>;
  readonly back?: Form<object>;
  readonly divide?: Form<DivideForm>;
  readonly find?: string;
  /** What is listed instead of what was looked for. */
  readonly tried?: Tried | undefined;
}

/** Shows the rows that wait for an account, one of them beside the others. */
@Injectable()
export class UnknownRowPages {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly likely: LikelyAccounts,
    private readonly readings: OtherReadings,
    private readonly dividing: Dividing,
    private readonly held: HeldAssignments,
  ) {}

  /** A row that there is; of a load that was taken back there is none. */
  async find(id: string): Promise<WaitingRow> {
    const row = isRowNumber(id) ? await ROW.first(this.pool, id) : undefined;
    if (!row) throw new NotFoundException();
    return row;
  }

  /** The list, with its first row; where there is nothing that was typed, what else it may mean, in whose words the work goes on. */
  async list(query: Record<string, unknown>): Promise<Page> {
    const filter = rowFilter(query);
    const rows = await this.rows(filter, rowPage(query));
    const other = rows.length === 0 && filter.q !== '' ? await this.otherwise(filter) : undefined;
    const [first] = other?.found ?? rows;
    return this.page(
      other ? { ...query, q: other.tried.text } : query,
      'list',
      other?.found ?? rows,
      first && (await this.find(first.id)),
      { tried: other?.tried },
    );
  }

  private otherwise(filter: RowFilter): Promise<FoundOtherwise<ListedRow[]> | undefined> {
    return this.readings.first(filter.q, async (q) => {
      const rows = await this.rows({ ...filter, q }, 1);
      return rows.length > 0 ? rows : undefined;
    });
  }

  /** One row; beside it the list that the address tells. */
  async one(row: WaitingRow, query: Record<string, unknown>, refused: Refused = {}): Promise<Page> {
    const at = { show: row.state, ...query };
    return this.page(at, 'detail', await this.rows(rowFilter(at), rowPage(at)), row, refused);
  }

  /** On to what waits still of the same list; what has just been decided can be taken back from there. */
  async next(id: string, query: Record<string, unknown>): Promise<string> {
    const waiting = { ...query, show: '', outcome: '' };
    const { all, beside } = this.searched(rowFilter(waiting));
    const [next] = await NEXT_ROW.rows(this.pool, ...all, id, ...beside);
    return `${LIST}${next ? `/${next.id}` : ''}${keptQuery(waiting, { before: id })}`;
  }

  private rows(filter: RowFilter, page: number) {
    const { all, beside } = this.searched(filter);
    return ROWS[filter.show].rows(this.pool, ...all, AT_ONCE + 1, (page - 1) * AT_ONCE, ...beside);
  }

  private searched({ q, outcome }: RowFilter): { all: unknown[]; beside: unknown[] } {
    const { words, between, day, beside } = rowSearch(q, dayIn(this.clock.now(), this.config.timeZone));
    return {
      all: [words, between ?? null, day ?? null, outcome || null],
      beside: [beside?.words ?? null, beside?.between ?? null, beside?.day ?? null],
    };
  }

  private async page(
    query: Record<string, unknown>,
    opened: 'list' | 'detail',
    rows: Awaited<ReturnType<UnknownRowPages['rows']>>,
    row: WaitingRow | undefined,
    refused: Refused = {},
  ): Promise<Page> {
    const filter = rowFilter(query);
    const page = rowPage(query);
    const at = (number: number): Record<string, string> => (number > 1 ? { page: String(number) } : {});
    const kept = keptQuery(query);
    return view('billing/unknown/rows', {
      title:
        opened === 'detail' && row ? `${capital(whatTold(row))}, ${money(BigInt(row.kopecks))}` : 'Разнести',
      ...{ style: 'css/assign.css', opened, filter, kept, list: `${LIST}${kept}` },
      tried: refused.tried && triedText(refused.tried),
      fields: [...new URLSearchParams(kept)].map(([name, value]) => ({ name, value })),
      form: refused.assign ?? refused.dismiss ?? refused.back ?? refused.divide,
      tabs: ROW_STATES.map((show) => ({
        title: TABS[show],
        href: `${LIST}${rowQuery({ ...filter, show, outcome: '' })}`,
        here: show === filter.show,
      })),
      outcomes:
        filter.show === 'dismissed' &&
        Object.entries(OUTCOMES).map(([key, title]) => ({ key, title, chosen: key === filter.outcome })),
      rows: rows.slice(0, AT_ONCE).map((one) => listedTold(one, row?.id ?? '', kept)),
      former: page > 1 && `${LIST}${rowQuery(filter, at(page - 1))}`,
      next: rows.length > AT_ONCE && page < LAST_PAGE && `${LIST}${rowQuery(filter, at(page + 1))}`,
      last: rows.length > AT_ONCE && page === LAST_PAGE,
      row: row && (await this.told(row, query, refused)),
      done: await this.done(query),
    });
  }

  private async told(row: WaitingRow, query: Record<string, unknown>, refused: Refused): Promise<object> {
    const find = refused.find ?? rowFilter({ q: query['find'] }).q;
    const path = `${LIST}/${row.id}`;
    const told = {
      ...{ path, find, sum: money(BigInt(row.kopecks)), what: capital(whatTold(row)), facts: factsTold(row) },
      ...{ others: row.others, othersSum: money(BigInt(row.others_kopecks)) },
      batch: `/admin/resources/batches/records/${row.batch_id}/show`,
      record: `/admin/resources/unknown-rows/records/${row.id}/show`,
    };
    if (row.state !== 'waiting') {
      return { ...told, decided: await this.decided(row), back: refused.back ?? Form.empty() };
    }
    const [offers, meant] = await Promise.all([
      this.likely.of(row),
      find === '' ? NOBODY : this.likely.found(find),
    ]);
    const found = meant.offers;
    const shown = (some: readonly Offer[]) => some.map((one) => offerTold(one, this.config.company.town));
    return {
      ...{
        ...told,
        waiting: true,
        searched: find !== '',
        tried: meant.tried,
        some: found.length + offers.length > 0,
        outcomes: Object.entries(OUTCOMES),
      },
      found: shown(found),
      offers: shown(offers.filter(({ account }) => found.every((one) => one.account.id !== account.id))),
      assign:
        refused.assign ?? Form.empty({ others: row.others > 0 && mayBeNumber(row.account) ? 'yes' : '' }),
      dismiss: refused.dismiss ?? Form.empty(),
      divide: this.dividing.shown(row, offers, refused.divide),
    };
  }

  /** What somebody has decided about a row, when and who. */
  private async decided(row: WaitingRow): Promise<object> {
    const { state, decided_at: at, decided_by: who, resolved_account_id: account, number, outcome } = row;
    const { town } = this.config.company;
    const held = account === null ? undefined : await this.held.of(row.id, account);
    return {
      ...{ payment: row.kind === 'payments', held: held && heldTold(held) },
      ...{ given: state === 'resolved', seen: decisionOf(row), others: row.decided_others },
      ...{ together: row.together, undo: state === 'resolved' ? '/unassign' : '/restore' },
      when: at && dateTime(at, this.config.timeZone),
      ...{ who, account, number, reason: row.reason },
      outcome: outcome && OUTCOMES[outcome],
      place: row.resolved_address && streetOf(row.resolved_address, town),
      parts: row.parts.map((part) => ({
        ...part,
        sum: money(BigInt(part.kopecks)),
        place: streetOf(part.address, town),
      })),
    };
  }

  /** What has just been decided, with all rows that it was decided about: it can be taken back from the next one. */
  private async done(query: Record<string, unknown>): Promise<object | false> {
    const id = query['before'];
    if (typeof id !== 'string' || !isRowNumber(id)) return false;
    const row = await ROW.first(this.pool, id);
    if (row === undefined || row.state === 'waiting') return false;
    const deed = await DEED.first(this.pool, id);
    const several = deed !== undefined && deed.count > 1;
    return {
      ...{ ...(await this.decided(row)), path: `${LIST}/${id}`, rows: several && deed.count },
      sum: money(BigInt(several ? deed.kopecks : row.kopecks)),
    };
  }
}
