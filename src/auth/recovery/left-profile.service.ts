import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RequestContext } from '../../core/request-context.js';
import { UsersService } from '../../users/users.service.js';
import { provenActor } from '../actor.js';
import { IdentitiesService } from '../vk/identities.service.js';
import type { RecoveredUser } from './recovered.js';

/** A VK profile that opens a cabinet whose password was just changed with a control string. */
@Injectable()
export class LeftProfile {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly identities: IdentitiesService,
  ) {}

  /** Since when it is linked, in words; nothing when there is none, or when the password has changed again. */
  async since({ id, passwordChangedAt }: RecoveredUser): Promise<string | undefined> {
    const user = await this.users.get(this.database.manager, id);
    const same = user.passwordChangedAt.getTime() === passwordChangedAt.getTime();
    return same ? this.identities.linkedSince(this.database.manager, id) : undefined;
  }

  /** Takes it away; false when there is none any more. */
  async remove(recovered: RecoveredUser, context: RequestContext): Promise<boolean> {
    if ((await this.since(recovered)) === undefined) {
      return false;
    }
    const user = await this.users.get(this.database.manager, recovered.id);
    return this.database.transaction((tx) => this.identities.remove(tx, user.id, provenActor(user, context)));
  }
}
