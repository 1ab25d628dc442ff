import { between, dayAndTime, dayUntil, dayWord } from '../text/moments.js';
import { type Announcement, isOver } from './announcement.js';
import { SERVICES } from './services.js';

/** How an announcement reads: what has happened, why, and until when. */
export interface AnnouncementWords {
  readonly heading: string;
  /** Why, where the heading does not say it. */
  readonly reason: string;
  /** «Дадут сегодня до 18:00»; empty for news. */
  readonly term: string;
}

/** As a resident reads it on a page at a moment. */
export function announcementWords(it: Announcement, now: Date, timeZone: string): AnnouncementWords {
  return { ...headed(it, now, timeZone), term: termNow(it, now, timeZone) };
}

/** As a letter or a sheet says it, which are read at another time: with days instead of «сегодня». */
export function lastingWords(it: Announcement, now: Date, timeZone: string): AnnouncementWords {
  const { off, given } = SERVICES[it.service ?? 'other'];
  const heading = off === '' ? it.title : upper(off);
  const reason = off === '' ? '' : it.title;
  return { heading, reason, term: lasting(it, given, now, timeZone) };
}

/** What an outage takes away, for the subject of a letter: «нет холодной воды»; of others the title. */
export function subjectOfAnnouncement({ service, title }: Announcement): string {
  const { off } = SERVICES[service ?? 'other'];
  return off === '' ? title : off;
}

/** What is there again: «Холодная вода есть». */
export function backWords({ service }: Announcement): string {
  return SERVICES[service ?? 'other'].back;
}

function headed(it: Announcement, now: Date, timeZone: string): { heading: string; reason: string } {
  const { off } = SERVICES[it.service ?? 'other'];
  if (off === '') return { heading: it.title, reason: '' };
  if (isOver(it, now)) {
    const cancelled = it.ended_at !== null && it.ended_at < it.starts_at;
    return { heading: cancelled ? 'Работы отменены' : upper(backWords(it)), reason: it.title };
  }
  const heading =
    it.starts_at > now ? `${upper(dayWord(it.starts_at, now, timeZone))} ${future(off)}` : `В доме ${off}`;
  return { heading, reason: it.title };
}

function termNow(it: Announcement, now: Date, timeZone: string): string {
  const { starts_at: starts, ends_at: ends, ended_at: ended } = it;
  if (it.kind === 'news') return '';
  if (ended && ended < starts) return `Отменено ${dayAndTime(ended, now, timeZone)}`;
  if (ended && ended <= now) return `Закончилось ${dayAndTime(ended, now, timeZone)}`;
  if (ends && ends <= now) return `Было ${between(starts, ends, now, timeZone)}`;
  const { given } = SERVICES[it.service ?? 'other'];
  if (!ends) return starts > now ? `С ${dayAndTime(starts, now, timeZone)}, срок уточняем` : 'Срок уточняем';
  return starts > now
    ? upper(between(starts, ends, now, timeZone))
    : `${given} ${dayUntil(ends, now, timeZone)}`;
}

function lasting(it: Announcement, given: string, now: Date, timeZone: string): string {
  const { starts_at: starts, ends_at: ends } = it;
  if (it.kind === 'news') return '';
  if (!ends) return 'Когда закончится, уточняем';
  if (it.kind === 'planned') return between(starts, ends, now, timeZone);
  const [day, time] = dayAndTime(ends, now, timeZone).split(', ');
  return `${given} ${day} до\u00a0${time}`;
}

/** «нет холодной воды» of a day that is yet to come. */
function future(off: string): string {
  return off.replace(/^нет /, 'не будет ').replace(/^не работает/, 'не будет работать');
}

/** With a capital letter. */
export function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
