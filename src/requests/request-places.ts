import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { one } from '../core/query.js';

/** How a place is named: by an account, by a house with words such as «подъезд 2», or by words alone. */
interface Where {
  readonly accountId?: string;
  readonly houseId?: string;
  readonly address?: string;
}

/** Where a request is about, as it is kept. */
export interface RequestPlace {
  readonly accountId: string | null;
  readonly houseId: string | null;
  readonly address: string;
}

/** Finds out where a request is about. */
@Injectable()
export class RequestPlaces {
  constructor(private readonly database: DataSource) {}

  /** The place that an account, a house with words, or words alone name; undefined where there is none. */
  async find({ accountId, houseId, address = '' }: Where): Promise<RequestPlace | undefined> {
    if (accountId !== undefined) {
      const found = await one<{ house_id: string; address: string }>(
        this.database,
        'SELECT house_id, address FROM account_places WHERE id = $1',
        [accountId],
      );
      return found && { accountId, houseId: found.house_id, address: found.address };
    }
    if (houseId !== undefined) {
      const found = await one<{ address: string }>(
        this.database,
        'SELECT address FROM house_addresses WHERE id = $1',
        [houseId],
      );
      return (
        found && {
          accountId: null,
          houseId,
          address: [found.address, address].filter(Boolean).join(', ').slice(0, 300),
        }
      );
    }
    return address === '' ? undefined : { accountId: null, houseId: null, address };
  }

  /** The place that an address in words means: a flat of an account, a house with the rest as words, or the words alone. */
  async named(address: string): Promise<RequestPlace> {
    const house = await one<{ id: string }>(
      this.database,
      `SELECT id FROM house_addresses WHERE search_key($1) = search_key(address)
         OR starts_with(search_key($1), search_key(address) || ',') ORDER BY length(address) DESC LIMIT 1`,
      [address],
    );
    const flat =
      house &&
      (await one<{ id: string }>(
        this.database,
        'SELECT id FROM account_places WHERE house_id = $1 AND address = $2 AND NOT closed LIMIT 1',
        [house.id, address],
      ));
    return { accountId: flat?.id ?? null, houseId: house?.id ?? null, address };
  }
}
