import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import type { OwnPlace } from '../../requests/pages/applicant.js';
import { dayAndTime } from '../../text/moments.js';
import { shortDay } from '../../text/month.js';
import { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { APPEAL_KINDS } from '../appeal.js';
import { AppealTerms } from '../appeal-terms.service.js';
import { type AppealTopic, AppealTopics } from '../appeal-topics.service.js';
import { answerTermWords } from '../appeal-words.js';
import type { AppealDraft } from './appeal-drafts.service.js';
import { BOOK_KINDS, type WriteForm } from './entries.forms.js';

const HINTS = {
  complaint: 'что не так',
  suggestion: 'как сделать лучше',
  gratitude: 'кого поблагодарить',
} as const;

const UNCHOSEN = 'Срок ответа зависит от того, о чём вы пишете';

/** A topic as it is chosen. */
interface TopicShown {
  readonly id: string;
  readonly title: string;
  /** By when an answer comes, in words. */
  readonly term: string;
  readonly reference: string;
}

/** The form «Написать в книгу жалоб и предложений»: what may be chosen, and by when an answer comes. */
@Injectable()
export class WritePage {
  constructor(
    private readonly topics: AppealTopics,
    private readonly terms: AppealTerms,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The page, with what was typed so far. */
  async show(
    places: readonly OwnPlace[],
    form: Form<WriteForm>,
    {
      status,
      other,
      draft,
      lost,
    }: { status?: number; other?: AppealDraft; draft?: AppealDraft; lost?: string } = {},
  ): Promise<Page> {
    const topics = await this.topicsWithTerms();
    const chosen = topics.find(({ id }) => id === form.values['topic']);
    const data = {
      ...{
        title: 'Написать в книгу жалоб и предложений',
        back: '/accounts',
        form,
        places,
        style: 'css/entries.css',
      },
      kinds: BOOK_KINDS.map((id) => ({ id, title: APPEAL_KINDS[id], hint: HINTS[id] })),
      only: places.length === 1 ? places[0] : undefined,
      postalHint: places.length > 1 && 'Можно не писать, если это квартира, о которой вы пишете.',
      draft: draft && { version: draft.version, at: this.savedAt(draft), lost },
      other: other && { at: this.savedAt(other), title: other.typed['title'], text: other.typed['text'] },
      ...{ topics, unchosen: UNCHOSEN, term: chosen?.term ?? UNCHOSEN },
    };
    return view('entries/new', data, status);
  }

  private savedAt({ saved_at: at }: AppealDraft): string {
    return dayAndTime(at, this.clock.now(), this.config.timeZone);
  }

  private async topicsWithTerms(): Promise<TopicShown[]> {
    const topics = await this.topics.forResidents();
    return Promise.all(
      topics.map(async (topic) => ({
        ...{ id: topic.id, title: topic.title, term: await this.termOf(topic) },
        reference: topic.reference,
      })),
    );
  }

  /** «Ответим за 10 рабочих дней, до 7 декабря». */
  private async termOf(topic: AppealTopic): Promise<string> {
    const today = this.terms.dayOf(this.clock.now());
    const due = await this.terms.foreseen(today, topic);
    const within = topic.term_count === 0 ? 'Ответим сразу' : `Ответим за ${answerTermWords(topic)}`;
    return `${within}, ${due === undefined ? 'срок назовём позже' : `до ${shortDay(due, today)}`}`;
  }
}
