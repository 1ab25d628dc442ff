import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { isTaken } from '../../core/database-errors.js';
import { FormKeys } from '../../core/form-keys.js';
import { one } from '../../core/query.js';
import { noLoadWrites } from '../../imports/import-session.js';
import type { PanelPerson } from '../../panel/person.js';
import type { AccountFacts } from './account-facts.js';
import { Marks } from './marks.service.js';
import { HouseGone, type Place, Places } from './places.service.js';

/** An account that no file has brought yet. */
export interface NewAccount extends AccountFacts {
  readonly number: string;
  readonly place: Place;
}

/** How it ended; `again` is the other half of a double press. */
export type AddingEnd = { readonly id: string } | 'taken' | 'busy' | 'again' | 'gone';

/** Adds accounts one by one: house, unit, account, marks and journal in one transaction. */
@Injectable()
export class NewAccounts {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly formKeys: FormKeys,
    private readonly places: Places,
    private readonly marks: Marks,
    private readonly clock: Clock,
  ) {}

  async add(account: NewAccount, ground: string, person: PanelPerson, mark: string): Promise<AddingEnd> {
    const { number, place, owner_name: owner, total_area: area, residents } = account;
    try {
      return await this.database.transaction(async (tx) => {
        if (!(await noLoadWrites(tx))) return 'busy';
        if (!(await this.formKeys.claim(tx, mark, `account ${number}`))) return 'again';
        const unit = await this.places.unit(tx, place);
        const row = await one<{ id: string }>(
          tx,
          `INSERT INTO accounts (number, unit_id, owner_name, total_area, residents, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
          [number, unit.id, owner, area, residents, this.clock.now()],
        );
        const { id } = row!;
        const given = { owner_name: owner, total_area: area, residents };
        const fields = Object.entries(given).filter(([, value]) => value !== null && value !== '');
        await this.marks.set(tx, id, ['place', ...fields.map(([name]) => name)], ground, person);
        const details = { place: unit.address, ground, version: '1' };
        const object = { kind: 'account', id } as const;
        await this.audit.record(tx, staffActor(person), 'account.added', object, details);
        return { id };
      });
    } catch (error) {
      if (isTaken(error, 'accounts_number_key')) return 'taken';
      if (error instanceof HouseGone) return 'gone';
      throw error;
    }
  }
}
