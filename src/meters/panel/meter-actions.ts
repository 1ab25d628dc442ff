import { OPERATORS } from '../../panel/person.js';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { panelAction, type PanelAction, type PanelOutcome } from '../../panel/declaration.js';
import { calendarDay } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import { MeterAccounts } from '../meter-accounts.service.js';
import { MeterChanges } from '../meter-changes.service.js';
import type { Resource } from '../resource.js';
import { CHANGED_METER, NEW_METER, NEW_METER_DAYS, readMeter, RESOURCE_FIELD } from './meter-form.js';

/** Where a meter is, at the panel. */
export function meterPage(id: string): string {
  return `/admin/resources/meters/records/${id}/show`;
}

/** What is said of a number that another meter in use has. */
export const TAKEN = 'Счетчик с таким номером уже есть, возможно, в другом написании: проверьте номер';

/** What is said when somebody else has taken the meter off. */
export const REMOVED: PanelOutcome = { errors: { '': 'Счетчик уже снят' } };

const MOST_ACCOUNTS = 20;

interface FoundMeter {
  resource: Resource;
  tariffs: number;
  installed: string | null;
}

const FIND = 'SELECT resource, tariffs, installed_on::text AS installed FROM meters WHERE id = $1';

/** What the office does with meters besides their readings. */
@Injectable()
export class MeterActions {
  constructor(
    private readonly database: DataSource,
    private readonly changes: MeterChanges,
    private readonly serves: MeterAccounts,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Of an account: a meter that the portal does not know yet. */
  add(): PanelAction {
    return panelAction({
      label: 'Добавить счетчик',
      on: 'record',
      roles: OPERATORS,
      fields: { ...RESOURCE_FIELD, ...NEW_METER, ...NEW_METER_DAYS },
      button: 'Добавить',
      ownPage: true,
      when: (row) => row['closed'] !== 'true',
      run: async (input, context) => {
        const resource = input.resource as Resource;
        const { details, errors } = readMeter(input, resource, input.tariffs, this.today());
        if (errors) return { errors };
        const meter = { resource, tariffs: input.tariffs, ...details };
        const added = await this.changes.add(context.recordId, meter, staffActor(context));
        if (added === 'taken') return { errors: { number: TAKEN } };
        if (added === 'numbered') return this.numbered(details.gisNumber, null);
        return { message: `Счетчик № ${details.number} добавлен.`, redirect: meterPage(added.id) };
      },
    });
  }

  change(): PanelAction {
    return panelAction({
      label: 'Изменить',
      on: 'record',
      roles: OPERATORS,
      intro: 'Прежние значения останутся в журнале.',
      edits: true,
      fields: CHANGED_METER,
      button: 'Сохранить',
      when: inUse,
      run: async (input, context) => {
        const meter = await this.find(context.recordId);
        const today = this.today();
        const { details, errors } = readMeter(input, meter.resource, meter.tariffs, today);
        if (errors) return { errors };
        const shown = { id: context.recordId, version: context.version };
        switch (await this.changes.change(shown, details, staffActor(context))) {
          case 'stale':
            return { stale: true };
          case 'taken':
            return { errors: { number: TAKEN } };
          case 'numbered':
            return this.numbered(details.gisNumber, context.recordId);
          case 'small':
            return { errors: { capacity: 'Уже записанные показания не поместятся: в них больше цифр' } };
          case 'coarse':
            return { errors: { decimals: 'В уже записанных показаниях больше цифр после запятой' } };
          case 'read':
            return { errors: { installedOn: 'Показания этого счетчика есть и за более ранние дни' } };
          case 'gone':
            return { errors: { '': 'Этого счетчика уже нет' } };
          case 'done':
            return { message: 'Счетчик изменён.' };
        }
      },
    });
  }

  remove(): PanelAction {
    return panelAction({
      label: 'Снять',
      on: 'record',
      roles: OPERATORS,
      danger: true,
      intro:
        'Жители перестанут видеть этот счетчик, его показания останутся. Если вместо него поставили другой, запишите замену.',
      fields: {
        removedOn: { type: 'date', label: 'Когда снят', required: true, initial: 'today' },
        reason: { type: 'textarea', label: 'Причина', required: true, max: 500 },
      },
      when: inUse,
      run: async ({ removedOn, reason }, context): Promise<PanelOutcome> => {
        const { installed } = await this.find(context.recordId);
        const wrong = wrongRemoval(removedOn, installed, this.today());
        if (wrong) return { errors: { removedOn: wrong } };
        const removed = await this.changes.remove(context.recordId, removedOn, reason, staffActor(context));
        switch (removed.kind) {
          case 'done':
            return { message: 'Счетчик снят.' };
          case 'gone':
            return REMOVED;
          case 'read':
            return { errors: { removedOn: readLater(removed.day) } };
        }
      },
    });
  }

  attach(): PanelAction {
    return panelAction({
      label: 'Добавить лицевой счет',
      on: 'record',
      roles: OPERATORS,
      intro: 'Для счетчика, который служит нескольким лицевым счетам, например в коммунальной квартире.',
      fields: {
        accounts: {
          type: 'records',
          label: 'Лицевые счета',
          resource: 'accounts',
          only: { closed: 'false' },
          required: true,
          max: MOST_ACCOUNTS,
        },
      },
      button: 'Добавить',
      when: inUse,
      run: async ({ accounts }, context) => {
        const added = await this.serves.attach(context.recordId, accounts, staffActor(context));
        if (added === 0) return { errors: { accounts: 'Счетчик уже служит этим лицевым счетам' } };
        return { message: `Счетчик служит ещё ${accountsWords(added)}.` };
      },
    });
  }

  detach(): PanelAction {
    return panelAction({
      label: 'Убрать лицевой счет',
      on: 'record',
      roles: OPERATORS,
      danger: true,
      intro: 'Жители этого лицевого счета перестанут видеть счетчик. Один лицевой счет должен остаться.',
      fields: {
        accounts: {
          type: 'records',
          label: 'Лицевые счета',
          resource: 'accounts',
          required: true,
          max: MOST_ACCOUNTS,
        },
      },
      button: 'Убрать',
      when: (row) => inUse(row) && typeof row['accounts'] === 'string' && row['accounts'].includes(','),
      run: async ({ accounts }, context) => {
        const removed = await this.serves.detach(context.recordId, accounts, staffActor(context));
        if (removed === 0) {
          return { errors: { accounts: 'Счетчик не служит этому лицевому счету, или других у него нет' } };
        }
        return { message: `Счетчик больше не служит ${accountsWords(removed)}.` };
      },
    });
  }

  private async numbered(number: string, meterId: string | null): Promise<PanelOutcome> {
    return { errors: { gisNumber: await this.changes.wrongInGis(number, meterId) } };
  }

  private today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }

  private async find(id: string): Promise<FoundMeter> {
    const [row] = await this.database.query<FoundMeter[]>(FIND, [id]);
    return row!;
  }
}

/** Whether a meter is in use, by its row. */
export function inUse(row: Record<string, unknown>): boolean {
  return row['state'] === 'used';
}

/** Why a meter cannot have been removed on a day. */
export function wrongRemoval(day: string, installed: string | null, today: string): string | undefined {
  if (day > today) return 'Этот день ещё не наступил';
  return installed !== null && day < installed
    ? `Счетчик установлен ${calendarDay(installed)}: укажите день не раньше`
    : undefined;
}

/** What is said of a day before that of the last accepted values. */
export function readLater(day: string): string {
  return `Последние показания сняты ${calendarDay(day)}: укажите день не раньше`;
}

function accountsWords(count: number): string {
  return `${count} ${plural(count, 'лицевому счету', 'лицевым счетам', 'лицевым счетам')}`;
}
