import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AUDIT_ACTIONS } from '../../audit/audit.js';
import { history } from '../../audit/history.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { LetterTexts } from '../../mail/letter-texts.js';
import { subjectOf } from '../../mail/letters.js';
import { between, dayAndTime } from '../../text/moments.js';
import { isOver, KINDS } from '../announcement.js';
import { announcementWords, subjectOfAnnouncement, upper } from '../announcement-words.js';
import type { NewAnnouncement } from '../announcements.service.js';
import { AnnouncementLetters } from '../letters/announcement-letters.js';
import type { ListedAnnouncement } from './office-announcements.service.js';

/** What the office reads of an announcement, in words. */
@Injectable()
export class AnnouncementView {
  constructor(
    private readonly database: DataSource,
    private readonly letters: AnnouncementLetters,
    private readonly texts: LetterTexts,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A row of the list, and the head of the page. */
  row(it: ListedAnnouncement): object {
    const { timeZone } = this.config;
    const now = this.clock.now();
    const at = (moment: Date): string => dayAndTime(moment, now, timeZone);
    const { starts_at: starts, ends_at: ends } = it;
    return {
      ...{ id: it.id, title: it.title, kind: KINDS[it.kind], version: it.version },
      ...{ text: it.text, note: it.note, letters: it.letters, asks: it.asks, requests: it.requests },
      ...{ emergency: it.kind === 'emergency', news: it.kind === 'news', writing: it.writing },
      what: upper(subjectOfAnnouncement(it)),
      named: it.service !== null && it.service !== 'other',
      where: this.where(it),
      term: ends ? between(starts, ends, now, timeZone) : `с ${at(starts)}, срок уточняем`,
      forgotten: it.forgotten,
      over: isOver(it, now),
      published: `${at(it.published_at)}${it.author ? `, ${it.author}` : ''}`,
      ended: it.ended_at && `${at(it.ended_at)}${it.ender ? `, ${it.ender}` : ''}`,
      open: it.ended_at === null,
    };
  }

  /** What happened to it, the newest first. */
  async history(id: string): Promise<object[]> {
    const lines = await history(this.database, { kind: 'announcement', id }, 50);
    const now = this.clock.now();
    return lines.map(({ at, action, actor_name: who, details }) => ({
      at: dayAndTime(at, now, this.config.timeZone),
      ...{ what: AUDIT_ACTIONS[action], who: who ?? 'портал', details },
    }));
  }

  /** How residents are going to read it: the page and the letter. */
  preview(input: NewAnnouncement, house: string | undefined): object {
    const it = {
      ...{ id: '00000000-0000-0000-0000-000000000000', kind: input.kind, service: input.service },
      ...{ title: input.title, text: input.text, whole_company: input.wholeCompany },
      ...{ starts_at: input.startsAt, ends_at: input.endsAt, ended_at: null },
    };
    const { publicUrl, company } = this.config;
    const kind = input.kind === 'emergency' ? 'outage' : 'announcement';
    const where = house === undefined ? [] : [[house, input.entrances].filter(Boolean).join(', ')];
    const text = this.texts.of(kind, {
      ...{ ...this.letters.words(it), where, publicUrl, company },
      page: '/announcements/…',
      unsubscribe: `${publicUrl}/letters/unsubscribe?to=…`,
    });
    return {
      ...{ ...announcementWords(it, this.clock.now(), this.config.timeZone), text: input.text, where },
      ...{ news: input.kind === 'news', letter: text },
      subject: subjectOf(kind, company, `, ${subjectOfAnnouncement(it)}`),
    };
  }

  private where({ whole_company: whole, houses, where }: ListedAnnouncement): string {
    if (whole) return 'весь жилфонд';
    return houses > 1 ? `${where} и ещё ${houses - 1}` : (where ?? '');
  }
}
