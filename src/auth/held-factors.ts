import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { UsersService } from '../users/users.service.js';
import { Passkeys } from './passkeys/passkeys.service.js';
import { IdentitiesService } from './providers/identities.service.js';
import { ResidentFactor } from './second-factor/resident-factor.js';

/** Something a resident comes in with that goes with a device, as it is named to people. */
export interface HeldFactor {
  readonly said: string;
  readonly since: Date;
}

/** One kind of them: how they are listed, and how all are taken off within the caller's transaction. */
interface Factor {
  readonly list: (userId: string) => Promise<readonly HeldFactor[]>;
  readonly count: (tx: EntityManager, userId: string) => Promise<number>;
  readonly removeAll: (tx: EntityManager, userId: string, actor: Actor) => Promise<number>;
}

/** What residents lose with a telephone: whatever stands in the place of the password or behind it. */
@Injectable()
export class HeldFactors {
  private readonly all: readonly Factor[];

  constructor(
    passkeys: Passkeys,
    app: ResidentFactor,
    private readonly users: UsersService,
    private readonly identities: IdentitiesService,
  ) {
    this.all = [keysOf(passkeys), appOf(app)];
  }

  /** What a resident holds, kind by kind. */
  async list(userId: string): Promise<HeldFactor[]> {
    return (await Promise.all(this.all.map((factor) => factor.list(userId)))).flat();
  }

  /** Whether there is anything, within the caller's transaction. */
  async has(tx: EntityManager, userId: string): Promise<boolean> {
    for (const factor of this.all) {
      if ((await factor.count(tx, userId)) > 0) return true;
    }
    return false;
  }

  /** Takes all of it off; the caller tells of it. */
  async removeAll(tx: EntityManager, userId: string, actor: Actor): Promise<void> {
    for (const factor of this.all) await factor.removeAll(tx, userId, actor);
  }

  /** Whether a way in is left without them; asked by whoever has locked the resident. */
  async leaveWayIn(tx: EntityManager, userId: string): Promise<boolean> {
    if ((await this.users.get(tx, userId)).passwordHash !== null) return true;
    return (await this.identities.linked(tx, userId)).length > 0;
  }
}

function keysOf(passkeys: Passkeys): Factor {
  return {
    list: async (userId) =>
      (await passkeys.list(userId)).map(({ name, createdAt }) => ({
        said: `ключ доступа «${name}»`,
        since: createdAt,
      })),
    count: (tx, userId) => passkeys.count(tx, userId),
    removeAll: (tx, userId, actor) => passkeys.removeAll(tx, userId, actor),
  };
}

function appOf(app: ResidentFactor): Factor {
  return {
    list: async (userId) => {
      const { since } = await app.state(userId);
      return since === null ? [] : [{ said: 'вход с кодом из приложения', since }];
    },
    count: (tx, userId) => app.count(tx, userId),
    removeAll: (tx, userId, actor) => app.removeLost(tx, userId, actor),
  };
}
