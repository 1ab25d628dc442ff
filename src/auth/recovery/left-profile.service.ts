import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RequestContext } from '../../core/request-context.js';
import { UsersService } from '../../users/users.service.js';
import { provenActor } from '../actor.js';
import { IdentitiesService, type LinkedProfile } from '../providers/identities.service.js';
import type { RecoveredUser } from './recovered.js';

/** Profiles that open a cabinet whose password was just changed with a control string. */
@Injectable()
export class LeftProfile {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly identities: IdentitiesService,
  ) {}

  /** Which they are; none when the password has changed again. */
  async of({ id, passwordChangedAt }: RecoveredUser): Promise<LinkedProfile[]> {
    const user = await this.users.get(this.database.manager, id);
    const same = user.passwordChangedAt.getTime() === passwordChangedAt.getTime();
    return same ? this.identities.linked(this.database.manager, id) : [];
  }

  /** Takes them away; false when there is none any more. */
  async remove(recovered: RecoveredUser, context: RequestContext): Promise<boolean> {
    if ((await this.of(recovered)).length === 0) {
      return false;
    }
    const user = await this.users.get(this.database.manager, recovered.id);
    return this.database.transaction((tx) => this.identities.remove(tx, user.id, provenActor(user, context)));
  }
}
