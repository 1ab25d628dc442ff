import { Inject, Injectable } from '@nestjs/common';
import { Clock, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import type { BulkLetter } from '../../mail/letters.js';
import { inSentence, nonBreaking } from '../../text/russian.js';
import type { Announcement } from '../announcement.js';
import { backWords, lastingWords, subjectOfAnnouncement } from '../announcement-words.js';

const DAY_SECONDS = 86_400;

/** Whom a letter goes to, by the columns of `residents`, and where of theirs the announcement is for. */
export interface Receiver {
  readonly id: string;
  readonly public_no: string;
  readonly email: string;
  readonly full_name: string;
  /** Whether the first letter has gone to them. */
  readonly told: boolean;
  readonly places: readonly string[] | null;
}

/** What letters about announcements say. */
@Injectable()
export class AnnouncementLetters {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What the letter about something new says, but for whom it goes to. */
  words(it: Announcement): Record<string, unknown> & { reason: string } {
    const words = lastingWords(it, this.clock.now(), this.config.timeZone);
    const { text, kind } = it;
    return { ...words, text, news: kind === 'news', page: `/announcements/${it.id}` };
  }

  /** That there is something. */
  published(it: Announcement, to: readonly Receiver[]): BulkLetter[] {
    return this.letters(it, to, `, ${subjectOfAnnouncement(it)}`, it.id, this.words(it));
  }

  /** That it ends at another time; a letter for each time. */
  prolonged(it: Announcement, version: number, to: readonly Receiver[]): BulkLetter[] {
    const data = { ...this.words(it), prolonged: true };
    return this.letters(it, to, `, новый срок: ${subjectOfAnnouncement(it)}`, `${it.id} ${version}`, data);
  }

  /** That it is over, or that it will not be. */
  ended(it: Announcement, to: readonly Receiver[]): BulkLetter[] {
    const calledOff = it.ended_at! < it.starts_at;
    const back = calledOff ? `Отменено: ${subjectOfAnnouncement(it)}` : backWords(it);
    const words = this.words(it);
    const data = { ...words, reason: inSentence(words.reason), back, calledOff };
    return this.letters(it, to, `: ${subjectOfAnnouncement(it)}`, it.id, data);
  }

  private letters(
    it: Announcement,
    to: readonly Receiver[],
    subjectEnd: string,
    about: string,
    data: Record<string, unknown>,
  ): BulkLetter[] {
    const now = this.clock.now();
    const longest = secondsAfter(now, 3 * DAY_SECONDS);
    const over = it.ended_at ? null : it.ends_at;
    const notAfter = over && over < longest ? over : longest;
    return to.map((receiver) => ({
      ...{ to: receiver.email, name: receiver.full_name, userId: receiver.id, subjectEnd, about, notAfter },
      data: { ...data, userNo: receiver.public_no, where: (receiver.places ?? []).map(nonBreaking) },
    }));
  }
}
