import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DataSource, type EntityManager } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { isOvertaken } from '../../core/database-errors.js';
import { partsOf } from '../../core/parts.js';
import { rowsOf } from '../../core/query.js';
import { noLoadWrites } from '../../imports/import-session.js';
import type { PanelPerson } from '../../panel/person.js';
import { type HouseDefinition, HousePart } from './house-part.js';
import { ACCOUNTS_OF_HOUSE, LOCK_HOUSES } from './houses.sql.js';

/** How it ended: `gone` where one of the houses is there no more, `busy` while a file is loaded. */
export type MergingEnd = 'done' | 'gone' | 'busy' | 'overtaken';

/** Makes two houses one, and takes away empty ones: what hangs on them is told and moved by the modules that keep it. */
@Injectable()
export class HouseMerging implements OnModuleInit {
  private parts: readonly HouseDefinition[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly database: DataSource,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    this.parts = partsOf<HouseDefinition>(this.discovery, HousePart);
  }

  /** All that there is of a house, in words; an empty house has nothing. */
  async told(houseId: string): Promise<string[]> {
    return (await Promise.all(this.parts.map((part) => part.told(houseId)))).flat();
  }

  /** Gives all of one house to another; its address stays as one that files may say. */
  async merge(from: string, into: string, ground: string, person: PanelPerson): Promise<MergingEnd> {
    return this.alone([from, into], async (tx, houses) => {
      const [gone, stays] = [houses.get(from), houses.get(into)];
      if (gone === undefined || stays === undefined) return 'gone';
      const moved = (await rowsOf<{ id: string }>(tx, ACCOUNTS_OF_HOUSE, [from])).map(({ id }) => id);
      for (const part of this.parts) await part.move?.(tx, from, into);
      await tx.query('DELETE FROM houses WHERE id = $1', [from]);
      await tx.query(
        `INSERT INTO house_spellings (address, house_id, former_id) VALUES ($1, $2, $3)
         ON CONFLICT (address) DO UPDATE SET house_id = excluded.house_id, former_id = excluded.former_id`,
        [gone, into, from],
      );
      const details = { from: gone, into: stays, accounts: moved.length, moved, ground };
      const object = { kind: 'house', id: into } as const;
      await this.audit.record(tx, staffActor(person), 'house.merged', object, details);
      return 'done';
    });
  }

  /** Takes an empty house away; gives what there is of it where it is not empty. */
  async remove(id: string, person: PanelPerson): Promise<MergingEnd | readonly string[]> {
    const told = await this.told(id);
    if (told.length > 0) return told;
    return this.alone([id], async (tx, houses) => {
      const address = houses.get(id);
      if (address === undefined) return 'gone';
      // what somebody has put there meanwhile keeps the house: each of its keys refuses
      await tx.query('DELETE FROM units WHERE house_id = $1', [id]);
      await tx.query('DELETE FROM houses WHERE id = $1', [id]);
      const object = { kind: 'house', id } as const;
      await this.audit.record(tx, staffActor(person), 'house.removed', object, { address });
      return 'done';
    });
  }

  private async alone(
    ids: readonly string[],
    work: (tx: EntityManager, houses: ReadonlyMap<string, string>) => Promise<MergingEnd>,
  ): Promise<MergingEnd> {
    try {
      return await this.database.transaction(async (tx) => {
        if (!(await noLoadWrites(tx))) return 'busy';
        const rows = await rowsOf<{ id: string; address: string }>(tx, LOCK_HOUSES, [ids]);
        return work(tx, new Map(rows.map(({ id, address }) => [id, address])));
      });
    } catch (error) {
      if (isOvertaken(error)) return 'overtaken';
      throw error;
    }
  }
}
