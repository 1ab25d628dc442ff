import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { Registrant } from '../registration/registrant.js';
import { WaitingRegistrations } from '../registration/waiting-registrations.js';
import { Newcomer } from './newcomer.js';
import { Providers } from './providers.js';

/** A way to put right the address of the registration that was made last in this browser. */
@Injectable()
export class MistypedAddress {
  constructor(
    private readonly database: DataSource,
    private readonly providers: Providers,
    private readonly newcomer: Newcomer,
    private readonly registrant: Registrant,
    private readonly registrations: WaitingRegistrations,
  ) {}

  /** The address that the registration of this browser waits with, and where another one is typed. */
  async of(request: Request): Promise<{ email: string; path: string } | undefined> {
    const own = this.registrant.read(request);
    const typed = own && (await this.registrations.find(this.database.manager, own));
    if (typed) return { email: typed.email, path: '/auth/registration/address' };
    for (const { id } of this.providers.offered) {
      const known = this.newcomer.read(request, id);
      if (known?.waiting === undefined) continue;
      const profile = { provider: id, subject: known.profile.subject };
      const waiting = await this.registrations.find(this.database.manager, known.waiting, profile);
      if (waiting) return { email: waiting.email, path: `/auth/${id}/registration` };
    }
    return undefined;
  }
}
