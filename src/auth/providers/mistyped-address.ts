import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { IdentitiesService } from './identities.service.js';
import { Newcomer } from './newcomer.js';
import { Providers } from './providers.js';

/** A way to put right the address of a registration by a profile, which has no password to sign in and ask with. */
@Injectable()
export class MistypedAddress {
  constructor(
    private readonly database: DataSource,
    private readonly providers: Providers,
    private readonly newcomer: Newcomer,
    private readonly identities: IdentitiesService,
  ) {}

  /** The address that the registration of this browser waits with, and where another one is typed. */
  async of(request: Request): Promise<{ email: string; path: string } | undefined> {
    for (const { id } of this.providers.offered) {
      const known = this.newcomer.read(request, id);
      if (known?.waiting === undefined) continue;
      const profile = { provider: id, subject: known.profile.subject };
      const waiting = await this.identities.waiting(this.database.manager, profile, known.waiting);
      if (waiting) return { email: waiting.email, path: `/auth/${id}/registration` };
    }
    return undefined;
  }
}
