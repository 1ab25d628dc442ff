import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { FormKeys } from '../core/form-keys.js';
import { RequestChanges, type RequestOutcome } from './request-changes.js';
import type { RequestActor, RequestPhoto } from './service-request.js';

/** Something that is said about a request. */
export interface NewMessage {
  readonly text: string;
  readonly photos?: readonly RequestPhoto[];
  readonly formKey: string;
  /** For colleagues only. */
  readonly note?: true;
}

/** Messages between residents and the office, and notes of the office; they leave the version of a request as it is. */
@Injectable()
export class RequestMessages {
  constructor(
    private readonly database: DataSource,
    private readonly changes: RequestChanges,
    private readonly formKeys: FormKeys,
  ) {}

  /** Adds a message; one to a request that others were merged into goes to those too. A form sent twice says it once. */
  async say(id: string, message: NewMessage, actor: RequestActor): Promise<RequestOutcome> {
    return this.database.transaction(async (tx): Promise<RequestOutcome> => {
      const content = JSON.stringify([id, actor.id, message.note, message.text]);
      const form = { key: message.formKey, content };
      const said = await this.formKeys.onceIn(
        tx,
        form,
        () => this.sayIn(tx, id, message, actor),
        ({ kind }) => kind === 'done',
      );
      return said ?? this.changes.changeIn(tx, id, () => ({ events: [] }));
    });
  }

  private async sayIn(
    tx: EntityManager,
    id: string,
    message: NewMessage,
    actor: RequestActor,
  ): Promise<RequestOutcome> {
    const outcome = await this.changes.changeIn(tx, id, (request) => {
      const closed = request.state === 'closed' || request.state === 'declined';
      if (closed && !message.note) return 'Заявка закрыта. Если беда осталась, подайте новую заявку';
      const { text, photos } = message;
      const kind = message.note ? 'note' : 'message';
      return { events: [{ kind, actor, text, open: !message.note }], photos };
    });
    if (outcome.kind === 'done' && !message.note && actor.kind !== 'resident') {
      for (const child of await this.changes.childrenOf(tx, id)) {
        await this.changes.changeIn(tx, child, () => ({
          events: [
            {
              ...{ kind: 'message', actor, text: message.text, open: true },
              details: { parent: outcome.request.number },
            },
          ],
        }));
      }
    }
    return outcome;
  }
}
