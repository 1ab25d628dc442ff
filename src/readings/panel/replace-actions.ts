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
import type { Meter } from '../../meters/meter.js';
import { MeterReplacement } from '../meter-replacement.service.js';
import { monthOfDayRead, ReadingsService } from '../readings.service.js';
import type { Submission } from '../validation.js';
import {
  inUse,
  meterPage,
  readLater,
  REMOVED,
  TAKEN,
  wrongRemoval,
} from '../../meters/panel/meter-actions.js';
import { tooEarly } from '../taken-day.js';
import { MeterFinder } from './meter-finder.js';
import { type MeterInput, NEW_METER, NEW_METER_DAYS, readMeter } from '../../meters/panel/meter-form.js';
import { NOBODYS } from './meter-reading-actions.js';
import { answerOf, isUnread, readValues, valueFields } from './value-fields.js';

const NAMES = ['replace', 'replaceTwo', 'replaceThree', 'replaceFour'];

const { installedOn: _theSameDay, ...DAYS } = NEW_METER_DAYS;

const UNREAD: PanelOutcome = {
  result: {
    title: 'Заменить без последних показаний?',
    lines: [
      'Последние показания старого счетчика не введены. Расход до дня замены придётся посчитать иначе.',
    ],
    confirm: 'Заменить без них',
  },
};

const CLOSING_HINT = 'Если старый счетчик прочитать нельзя, оставьте поле пустым.';

function closingLabel(name: string): string {
  return name === 'Показания' ? CLOSING : `${CLOSING}: ${name.toLowerCase()}`;
}

const CLOSING = 'Последние показания старого счетчика';

type ReplaceInput = Record<string, string> & MeterInput & { tariffs: number; removedOn: string };

/** «Заменить счетчик»: the closing values of the old one and what the new one begins with. */
@Injectable()
export class ReplaceActions {
  constructor(
    private readonly meters: MeterFinder,
    private readonly replacement: MeterReplacement,
    private readonly readings: ReadingsService,
  ) {}

  /** One action for each number of tariffs: of them a meter shows the one that fits. */
  actions(): Record<string, PanelAction> {
    return Object.fromEntries(NAMES.map((name, index) => [name, this.replace(index + 1)]));
  }

  private replace(tariffs: number): PanelAction {
    const closing = valueFields(tariffs, false, closingLabel, CLOSING_HINT);
    const fields: Record<string, PanelField> = {
      removedOn: { type: 'date', label: 'День замены', required: true, initial: 'today' },
      ...closing,
      ...NEW_METER,
      number: { ...NEW_METER.number, label: 'Заводской номер нового счетчика' },
      place: { ...NEW_METER.place, from: 'place' },
      tariffs: { ...NEW_METER.tariffs, from: 'tariffs' },
      capacity: { ...NEW_METER.capacity, from: 'capacity' },
      decimals: { ...NEW_METER.decimals, from: 'decimals' },
      initial: { ...NEW_METER.initial, label: 'Начальные показания нового счетчика', required: true },
      ...DAYS,
    };
    return panelAction({
      label: 'Заменить счетчик',
      on: 'record',
      roles: OPERATORS,
      first: true,
      intro: 'Старый счетчик будет снят, новый встанет на его место у тех же лицевых счетов.',
      edits: true,
      fields,
      button: 'Заменить',
      when: (row) => inUse(row) && row['tariffs'] === String(tariffs),
      run: (input, context) => this.run(input as unknown as ReplaceInput, context),
    });
  }

  private async run(input: ReplaceInput, context: PanelContext): Promise<PanelOutcome> {
    const { removedOn, tariffs } = input;
    const found = await this.meters.find(context.recordId, monthOfDayRead(removedOn));
    if (!found) return NOBODYS;
    const { meter, accountId } = found;
    const today = this.readings.today();
    const closing = isUnread(input, meter) ? null : readValues(input, meter);
    const fresh = readMeter({ ...input, installedOn: removedOn }, meter.resource, tariffs, today);
    const day = wrongRemoval(removedOn, meter.installedOn, today) ?? (closing && tooEarly(meter, removedOn));
    const { installedOn: _said, ...wrong } = fresh.errors ?? {};
    const errors = { ...wrong, ...closing?.errors, ...(day && { removedOn: day }) };
    if (Object.keys(errors).length > 0) return { errors };
    if (!closing && !context.confirmed) return UNREAD;

    const actor = staffActor(context);
    const replaced = await this.replacement.replace(
      {
        meterId: meter.id,
        version: context.version,
        removedOn,
        fresh: { resource: meter.resource, tariffs, ...fresh.details! },
      },
      closing?.values ? this.closing(meter, accountId, closing.values, removedOn, context, actor) : null,
      actor,
    );
    switch (replaced.kind) {
      case 'done':
        return {
          message: `Счетчик заменён на № ${fresh.details!.number}.`,
          redirect: meterPage(replaced.meterId),
        };
      case 'stale':
        return { stale: true };
      case 'taken':
        return { errors: { number: TAKEN } };
      case 'numbered':
        return { errors: { gisNumber: replaced.reason } };
      case 'gone':
        return REMOVED;
      case 'read':
        return { errors: { removedOn: readLater(replaced.day) } };
      case 'refused':
      case 'ask':
      case 'busy':
        return answerOf(replaced, meter, 'Проверьте цифры и номер счетчика');
    }
  }

  private closing(
    meter: Meter,
    accountId: string,
    values: bigint[],
    takenOn: string,
    { confirmed }: PanelContext,
    actor: Submission['actor'],
  ): Submission {
    return {
      accountId,
      entered: [{ meterId: meter.id, values, sure: confirmed }],
      source: 'replacement',
      actor,
      takenOn,
    };
  }
}
