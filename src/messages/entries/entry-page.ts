import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import type { SignedInUser } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { Form } from '../../web/form.js';
import { type View, view } from '../../web/page.js';
import { AppealTerms } from '../appeal-terms.service.js';
import { AppealTopics } from '../appeal-topics.service.js';
import { BookPublications } from '../book/publications.service.js';
import { ResidentAppeals } from '../resident-appeals.service.js';
import { type EntryView, entryView } from './entry-view.js';

/** An entry as its author sees it, on the screen and on paper. */
@Injectable()
export class EntryPage {
  constructor(
    private readonly appeals: ResidentAppeals,
    private readonly topics: AppealTopics,
    private readonly terms: AppealTerms,
    private readonly publications: BookPublications,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The page, perhaps with a form that was refused; an entry of somebody else does not exist. */
  async show(user: SignedInUser, id: string, forms: Record<string, unknown> = {}): Promise<View> {
    const found = await this.appeals.find(user.id, id);
    if (!found) throw new NotFoundException();
    const { appeal } = found;
    const now = this.clock.now();
    const today = this.terms.dayOf(now);
    const entry = entryView({
      ...{ ...found, now, today, timeZone: this.config.timeZone },
      topic: (await this.topics.find(appeal.topic))?.title ?? '',
      left: appeal.waits && appeal.due_day ? await this.terms.left(today, appeal.due_day) : undefined,
      standing: appeal.publish ? await this.publications.standing(id) : undefined,
      mayAskBack: this.appeals.mayAskBack(appeal),
    });
    const empty = Form.empty();
    return view('entries/entry', {
      ...{ title: `${entry.kind} ${appeal.number}`, back: '/book/entries', entry, style: 'css/entries.css' },
      ...{ ask: empty, rate: this.rated(entry), ...forms },
    });
  }

  /** The mark that was given stands in its form: it may be changed. */
  private rated({ rating, ratingText }: EntryView): Form {
    return Form.empty({ rating: String(rating ?? ''), comment: ratingText });
  }

  /** One sheet of A4. */
  async print(user: SignedInUser, id: string): Promise<View> {
    const { data } = await this.show(user, id);
    return view('entries/print', { ...data, layout: 'print' });
  }
}
