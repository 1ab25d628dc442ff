import AdminJS, {
  BaseDatabase,
  BaseProperty,
  BaseRecord,
  BaseResource,
  type ActionContext,
  type Filter,
} from 'adminjs';
import type { PanelStaff, StaffRole } from './person.js';
import { Records, type Row } from './records.js';
import type { Tried } from './understood.js';
import { isId, QUICK_SEARCH, type FilterValue, type RecordsQuery } from './records.sql.js';

/** What a list has looked for instead of what was typed, until it is told. */
const TRIED = new WeakMap<ActionContext, Tried>();

/** Tells beside a list what was looked for instead of what was typed. */
export function withTried<A extends { meta?: object }>(
  answer: A,
  _request: unknown,
  context: ActionContext,
): A {
  const tried = TRIED.get(context);
  return tried ? { ...answer, meta: { ...answer.meta, tried } } : answer;
}

/** Shows the records of one declared resource to AdminJS, read only. */
class RecordsResource extends BaseResource {
  constructor(private readonly records: Records) {
    super(records);
  }

  static override isAdapterFor(raw: unknown): boolean {
    return raw instanceof Records;
  }

  override databaseName(): string {
    return 'panel';
  }

  override id(): string {
    return this.records.resource.id;
  }

  override properties(): BaseProperty[] {
    const columns = Object.entries(this.records.resource.columns);
    return [
      new BaseProperty({ path: 'id', isId: true, isSortable: false }),
      ...columns.map(([path, column]) => new BaseProperty({ path, isSortable: !!column.sort })),
    ];
  }

  override property(path: string): BaseProperty | null {
    if (path === QUICK_SEARCH) return new BaseProperty({ path, isSortable: false });
    return this.properties().find((property) => property.path() === path) ?? null;
  }

  override async count(filter: Filter, context?: ActionContext): Promise<number> {
    return this.records.count(this.query(filter, context));
  }

  override async find(
    filter: Filter,
    options: { limit?: number; offset?: number; sort?: { sortBy?: string; direction?: 'asc' | 'desc' } },
    context?: ActionContext,
  ): Promise<BaseRecord[]> {
    const { limit = 25, offset = 0, sort } = options;
    const { rows, tried } = await this.records.list(this.query(filter, context), { limit, offset, ...sort });
    if (context && tried) TRIED.set(context, tried);
    return rows.map((row) => this.record(row));
  }

  override async findOne(id: string, context?: ActionContext): Promise<BaseRecord | null> {
    const row = isId(this.records.resource, id) && (await this.records.find(id, staffOf(context)));
    // AdminJS would answer a missing record with success and English words
    if (!row) throw Object.assign(new Error('No such record'), { status: 404 });
    return this.record(row);
  }

  override async findMany(): Promise<BaseRecord[]> {
    return [];
  }

  private record(row: Row): BaseRecord {
    return new BaseRecord(row, this);
  }

  private query(filter: Filter, context?: ActionContext): RecordsQuery {
    const entries = Object.entries(filter.filters).map(([name, { value }]) => [name, value as FilterValue]);
    return {
      staff: staffOf(context),
      timeZone: this.records.timeZone,
      filters: Object.fromEntries(entries) as Record<string, FilterValue>,
    };
  }
}

/** AdminJS wants a database beside each kind of resource; ours are given one by one. */
class NoDatabase extends BaseDatabase {
  static override isAdapterFor(): boolean {
    return false;
  }
}

function staffOf(context?: ActionContext): PanelStaff {
  const admin = context?.currentAdmin;
  if (!admin?.role) throw new Error('The panel was reached without a signed-in person');
  return { id: admin.id ?? '', name: admin.title ?? '', role: admin.role as StaffRole };
}

AdminJS.registerAdapter({ Database: NoDatabase, Resource: RecordsResource });
