import { Injectable } from '@nestjs/common';
import { type AccountPage, AccountsService } from '../../accounts/accounts.service.js';
import type { Actor } from '../../audit/audit.js';
import { type Meter, valuesText } from '../../meters/meter.js';
import { meterTitle } from '../../meters/meter-name.js';
import { BUSY } from '../meter-words.js';
import type { ReadingsForm } from '../page/readings-form.js';
import { ReadingsService } from '../readings.service.js';
import type { ValidationResult } from '../validation.js';
import { type Flat, type Home, homeOf } from './flats.js';

/** A flat whose readings are taken. */
interface Taken {
  readonly account: AccountPage;
  readonly certificateId: string;
}

/** What became of the readings of all flats; what was refused stands in the form. */
export interface FamilyOutcome {
  readonly taken: readonly Taken[];
  /** What is to be asked about the others. */
  readonly judgements: readonly ValidationResult[];
}

/** Readings of several accounts at one time: each account by itself is taken as a whole or not at all. */
@Injectable()
export class FamilyReadings {
  constructor(
    private readonly accounts: AccountsService,
    private readonly readings: ReadingsService,
  ) {}

  /** The open accounts whose readings a resident may send, with their meters. */
  async homeOf(userId: string): Promise<Home> {
    const flats: Flat[] = [];
    for (const account of await this.accounts.linkedTo(userId)) {
      if (!account.closed && account.may.readings) {
        flats.push({ account, meters: await this.readings.metersFor(account) });
      }
    }
    return homeOf(flats);
  }

  /** Takes what is good; what is not is put on its line of the form. */
  async send({ flats }: Home, form: ReadingsForm, actor: Actor): Promise<FamilyOutcome> {
    const outcome = { taken: [] as Taken[], judgements: [] as ValidationResult[] };
    // The list of meters has changed, or nothing was typed: that is about all of it.
    if (form.errors['form'] !== undefined || form.entered.length === 0) return outcome;
    const unread = flats.filter(({ meters }) => meters.some(({ id }) => form.isWrong(id)));
    for (const flat of flats) {
      const { account, meters } = flat;
      const entered = form.entered.filter(({ meterId }) => meters.some(({ id }) => id === meterId));
      const submission = {
        ...{ accountId: account.id, entered, actor },
        ...{ source: 'cabinet' as const, formMark: form.mark },
      };
      if (unread.includes(flat)) {
        const { refusals, asked } = this.readings.check(meters, submission);
        form.refuse(meters, refusals);
        outcome.judgements.push(...asked);
        continue;
      }
      // What stood there already and was left as it was is no business of this press.
      const typed = entered.some(
        ({ meterId, values, seen }) =>
          seen !==
          valuesText(
            meters.find(({ id }) => id === meterId)!,
            values,
          ),
      );
      if (!typed) continue;
      const result = await this.readings.submit(submission);
      switch (result.kind) {
        case 'done':
          if (result.certificateId !== null) {
            outcome.taken.push({ account, certificateId: result.certificateId });
          }
          break;
        case 'ask':
          outcome.judgements.push(...result.judgements);
          break;
        case 'refused':
          form.refuse(meters, result.refusals);
          outcome.judgements.push(...result.judgements);
          break;
        case 'busy':
          form.reject('form', BUSY);
          break;
        case 'gone':
          form.reject(
            'form',
            `Лицевой счет ${account.number} закрыт или отвязан, поэтому его показания не приняты`,
          );
      }
    }
    return outcome;
  }
}

/** How the summary of a form calls a meter among those of several flats: «ул. Лесная, д. 4, кв. 15: Холодная вода». */
export function nameInHome({ flats }: Home, addressOf: (account: AccountPage) => string) {
  return (meter: Meter): string => {
    const flat = flats.find(({ meters }) => meters.some(({ id }) => id === meter.id));
    return flat ? `${addressOf(flat.account)}: ${meterTitle(meter)}` : meterTitle(meter);
  };
}
