import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Throttle } from '../../core/throttle.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { PasswordsService } from './passwords.service.js';
import { HOUR, limit } from '../../core/limits.js';

const PROFILE_RESIDENT = limit('profile: resident', 10, HOUR);

/** Asks a signed-in resident for the password once more, before anything that decides who may sign in. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly throttle: Throttle,
  ) {}

  /** Whether there is a password to ask for; whoever comes by a social network may have none. */
  async isAsked(userId: string): Promise<boolean> {
    return (await this.users.get(this.database.manager, userId)).passwordHash !== null;
  }

  /** The resident, if this is their password; a stolen session must not guess for ever. */
  async of(userId: string, password: string): Promise<User | undefined> {
    const user = await this.users.get(this.database.manager, userId);
    await this.throttle.pass([PROFILE_RESIDENT, user.id]);
    if (!(await this.passwords.matches(password, user.passwordHash))) {
      return undefined;
    }
    await this.throttle.release([[PROFILE_RESIDENT, user.id]], []);
    return user;
  }
}
