import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { residentActor } from '../actor.js';
import type { RequestContext } from '../../core/request-context.js';
import { SessionsService } from './sessions.service.js';

/** Stands for all sessions but the present one. */
export const OTHERS = 'others';

/** Ends sessions and says so in the journal. */
@Injectable()
export class SignOutService {
  constructor(
    private readonly database: DataSource,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
  ) {}

  /** Ends the session of this request, if there is one. */
  async leave(context: RequestContext): Promise<void> {
    const { user, session } = context;
    if (!user || !session) {
      return;
    }
    await this.database.transaction(async (tx) => {
      if (await this.sessions.end(tx, user.id, session.publicId)) {
        await this.audit.record(tx, residentActor(context), 'user.signed-out', { kind: 'user', id: user.id });
      }
    });
  }

  /** Ends one other session by its public id, or all others, and says so. */
  async endAsked(context: RequestContext, what: string): Promise<string> {
    if (what === OTHERS) {
      await this.endOthers(context);
      return 'Все остальные входы завершены.';
    }
    await this.end(context, what);
    return 'Вход на этом устройстве завершён.';
  }

  /** Ends another session of the same resident; false when there is none. */
  private async end(context: RequestContext, publicId: string): Promise<boolean> {
    const userId = context.user!.id;
    return this.database.transaction(async (tx) => {
      const ended = await this.sessions.end(tx, userId, publicId);
      if (ended) {
        await this.audit.record(tx, residentActor(context), 'user.session-ended', {
          kind: 'user',
          id: userId,
        });
      }
      return ended;
    });
  }

  /** Ends all other sessions; returns how many there were. */
  private async endOthers(context: RequestContext): Promise<number> {
    const userId = context.user!.id;
    return this.database.transaction(async (tx) => {
      const count = await this.sessions.endAll(tx, userId, context.session!.publicId);
      const object = { kind: 'user', id: userId } as const;
      await this.audit.record(tx, residentActor(context), 'user.session-ended', object, { count });
      return count;
    });
  }
}
