import { Injectable } from '@nestjs/common';
import { one } from '../core/query.js';
import { type Appeal, APPEAL_KINDS, type AppealActor, type AppealKind } from './appeal.js';
import { AppealChanges, type AppealOutcome } from './appeal-changes.js';
import { AppealTerms } from './appeal-terms.service.js';
import { AppealTopics } from './appeal-topics.service.js';

/** What the office finds out about an entry: its kind, its subject, its author. */
@Injectable()
export class AppealFacts {
  constructor(
    private readonly changes: AppealChanges,
    private readonly topics: AppealTopics,
    private readonly terms: AppealTerms,
  ) {}

  /** Says what kind of entry it is and what it is about; its term is counted anew from the day it came. */
  classify(
    id: string,
    kind: AppealKind,
    topicId: string,
    actor: AppealActor,
    version: number,
  ): Promise<AppealOutcome> {
    return this.changes.change(
      id,
      async (appeal, tx) => {
        if (appeal.state === 'dismissed') return 'Обращение закрыто без ответа. Сначала верните его в работу';
        const topic = await this.topics.find(topicId, tx);
        if (!topic) return 'Такой темы больше нет, выберите другую';
        if (appeal.kind === kind && appeal.topic === topicId) return 'Вид и тема такие и есть';
        const due = appeal.waits ? await this.terms.due(tx, this.countedFrom(appeal), topic) : null;
        const days = { due_day: due?.due ?? null, soon_day: due?.soon ?? null };
        return {
          set: {
            ...{ kind, topic: topicId },
            ...(due !== null && {
              ...days,
              ...(!appeal.first_answered_at && { first_due_day: days.due_day }),
            }),
          },
          events: [
            {
              ...{ kind: 'classified', actor, open: false },
              details: { words: `${APPEAL_KINDS[kind].toLowerCase()}, тема «${topic.title}»` },
            },
          ],
        };
      },
      version,
    );
  }

  /** Says who the author is, when the portal could not know: the entry then stands in that resident's cabinet. */
  match(
    id: string,
    who: { userId: string | null; accountId: string | null },
    actor: AppealActor,
    version: number,
  ): Promise<AppealOutcome> {
    return this.changes.change(
      id,
      async (_, tx) => {
        const place =
          who.accountId === null
            ? undefined
            : await one<{ house_id: string; address: string }>(
                tx,
                'SELECT house_id, address FROM account_places WHERE id = $1',
                [who.accountId],
              );
        if (who.accountId !== null && !place) return 'Такого лицевого счета больше нет, выберите другой';
        const resident =
          who.userId === null
            ? undefined
            : await one<{ full_name: string }>(tx, 'SELECT full_name FROM residents WHERE id = $1', [
                who.userId,
              ]);
        if (who.userId !== null && !resident) return 'Такого жителя больше нет, выберите другого';
        return {
          set: {
            ...{ user_id: who.userId, account_id: who.accountId },
            ...(place && { house_id: place.house_id, address: place.address }),
          },
          events: [
            {
              ...{ kind: 'matched', actor, open: false },
              text: [resident?.full_name, place?.address].filter(Boolean).join(', '),
            },
          ],
        };
      },
      version,
    );
  }

  /** A question back has a term of its own. */
  private countedFrom(appeal: Appeal): string {
    const { asked_back_at: asked, answered_at: answered } = appeal;
    const open = asked !== null && answered !== null && asked >= answered;
    return open ? this.terms.dayOf(asked) : appeal.received_day;
  }
}
