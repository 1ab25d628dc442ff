import { OPERATORS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import {
  panelAction,
  type PanelAction,
  type PanelContext,
  type PanelField,
  type PanelOutcome,
} from '../../panel/declaration.js';
import { calendarDay, monthAndYear, monthsAfter } from '../../text/month.js';
import { validate } from '../validation.js';
import type { ReadingSource } from '../../meters/meter.js';
import { monthOfDayRead, ReadingsService } from '../readings.service.js';
import { inUse } from '../../meters/panel/meter-actions.js';
import { tooEarly, tooOld } from '../taken-day.js';
import { MeterFinder } from './meter-finder.js';
import { consumptionWords } from './reading-words.js';
import { answerOf, readValues, valueFields } from './value-fields.js';

/** Actions of meters with so many tariffs have fields of so many values. */
const NAMES = ['record', 'recordTwo', 'recordThree', 'recordFour'];

const WAYS = { phone: 'По телефону', paper: 'На бумаге', visit: 'Обход: сотрудник снял показания сам' };

/** «Записать показания» that somebody has told by phone or a colleague has brought from a round. */
@Injectable()
export class MeterReadingActions {
  constructor(
    private readonly meters: MeterFinder,
    private readonly readings: ReadingsService,
  ) {}

  /** One action for each number of tariffs: of them a meter shows the one that fits. */
  actions(): Record<string, PanelAction> {
    return Object.fromEntries(NAMES.map((name, index) => [name, this.record(index + 1)]));
  }

  private record(tariffs: number): PanelAction {
    const fields: Record<string, PanelField> = {
      ...valueFields(tariffs, true),
      source: { type: 'select', label: 'Откуда', options: WAYS, required: true, initial: 'phone' },
      day: { type: 'date', label: 'День, когда сняты', initial: 'today' },
      month: {
        type: 'month',
        label: 'За какой месяц',
        hint: 'Если не указать, — за тот, в котором сняты: приём за него мог уже закончиться.',
      },
    };
    return panelAction({
      label: 'Записать показания',
      on: 'record',
      roles: OPERATORS,
      first: true,
      intro: 'Показания будут приняты сразу. Если за этот месяц они уже есть, новые займут их место.',
      fields,
      button: 'Записать',
      when: (row) => inUse(row) && row['tariffs'] === String(tariffs),
      run: (input, context) => this.run(input as Record<string, string>, context),
    });
  }

  private async run(input: Record<string, string>, context: PanelContext): Promise<PanelOutcome> {
    const day = input['day'] || this.readings.today();
    const month = input['month'] || undefined;
    if (month && month > monthsAfter(this.readings.today().slice(0, 7), 1)) {
      return { errors: { month: 'За этот месяц показания ещё не принимаются' } };
    }
    const found = await this.meters.find(context.recordId, month ? () => month : monthOfDayRead(day));
    if (!found) return NOBODYS;
    const { meter, accountId } = found;
    const read = readValues(input, meter);
    if (read.errors) return { errors: read.errors };
    const early = tooEarly(meter, day);
    if (early) return { errors: { day: early } };
    const old = tooOld(meter, this.readings.today());
    if (old) return { errors: { [month ? 'month' : 'day']: old } };
    if (month && meter.installedOn !== null && month < meter.installedOn.slice(0, 7)) {
      return {
        errors: { month: `Счетчик установлен ${calendarDay(meter.installedOn)}: укажите месяц не раньше` },
      };
    }

    const entered = [{ meterId: meter.id, values: read.values, sure: context.confirmed }];
    const outcome = await this.readings.submit({
      accountId,
      entered,
      source: input['source'] as ReadingSource,
      actor: staffActor(context),
      takenOn: day,
      ...(month && { month }),
    });
    if (outcome.kind !== 'done') return answerOf(outcome, meter);
    const used = validate([meter], entered).map(consumptionWords).filter(Boolean).join('. ');
    const told = monthAndYear(meter.period);
    return { message: [`Показания за ${told} записаны.`, used && `${used}.`].filter(Boolean).join(' ') };
  }
}

/** A meter that serves no account has nobody to be charged for it. */
export const NOBODYS: PanelOutcome = {
  errors: { '': 'Счетчик не служит ни одному лицевому счету: сначала добавьте лицевой счет' },
};
