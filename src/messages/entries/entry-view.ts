import { secondsAfter } from '../../core/clock.js';
import { when } from '../../text/moments.js';
import { calendarDay, shortDay } from '../../text/month.js';
import { date } from '../../text/russian.js';
import { type Appeal, APPEAL_CHANNELS, APPEAL_KINDS } from '../appeal.js';
import { APPEAL_STATES, ASK_BACK_DAYS } from '../appeal-states.js';
import { appealEventWords, leftWords, SAID } from '../appeal-words.js';
import type { PublicationState } from '../book/publication.js';
import type { AppealEventRow, AppealFileRow } from '../appeals.sql.js';

const DAY_SECONDS = 86_400;

/** What the page of an entry is made from. */
export interface EntrySources {
  readonly appeal: Appeal;
  readonly events: readonly AppealEventRow[];
  readonly files: readonly AppealFileRow[];
  readonly topic: string;
  readonly now: Date;
  /** The local day. */
  readonly today: string;
  readonly timeZone: string;
  /** Working days until the term is over; undefined where nobody waits or nobody knows. */
  readonly left: number | undefined;
  /** How it stands towards the public book. */
  readonly standing: PublicationState | undefined;
  readonly mayAskBack: boolean;
}

/** What the templates of an entry read. */
export interface EntryView {
  readonly kind: string;
  readonly rating: number | null;
  readonly ratingText: string;
  readonly [name: string]: unknown;
}

/** What was written in the conversation: an answer, a question to it, or a letter. */
interface Said {
  readonly id: string;
  readonly mine: boolean;
  readonly who: string;
  readonly at: string;
  readonly day: string;
  readonly text: string;
  readonly files: readonly AppealFileRow[];
  /** When it has left by post, and its number there; empty where it has not. */
  readonly posted: string;
}

/** An entry as its author sees it. */
export function entryView(sources: EntrySources): EntryView {
  const { appeal, events, files, now, timeZone } = sources;
  const said = events
    .filter(({ kind }) => SAID.some((one) => one === kind))
    .map((event) => saidOf(event, sources));
  const answer = appeal.state === 'answered' ? said.findLast(({ mine }) => !mine) : undefined;
  const written = events.find(({ kind }) => kind === 'registered');
  return {
    ...{ id: appeal.id, number: appeal.number, title: appeal.title, text: appeal.text },
    ...{
      kind: APPEAL_KINDS[appeal.kind],
      channel: APPEAL_CHANNELS[appeal.channel],
      topic: sources.topic,
      address: appeal.address,
    },
    ...{ registeredAt: appeal.registered_at, paper: appeal.paper_answer, postal: appeal.postal_address },
    ...{ author: appeal.author_name, head: headOf(sources), onPaper: onPaper(sources), answer },
    files: files.filter(({ event_id: event }) => event === written?.id),
    talk: said.filter((one) => one !== answer),
    timeline: events.map((event) => lineOf(event, now, timeZone)).reverse(),
    ...asking(sources),
    ...{ rating: appeal.rating, ratingText: appeal.rating_text },
    ...{ publish: appeal.publish, isPublic: sources.standing === 'published' },
    published: standingWords(sources.standing),
  };
}

function saidOf(event: AppealEventRow, { files, events, now, timeZone }: EntrySources): Said {
  const mine = event.actor_kind !== 'staff';
  const { by } = appealEventWords(event.kind, event.details);
  return {
    ...{ id: event.id, mine, text: event.text },
    who: mine ? 'Вы' : by === '' ? 'Ответ' : by,
    at: when(event.at, now, timeZone),
    day: date(event.at, timeZone),
    files: files.filter(({ event_id: of }) => of === event.id),
    posted: event.kind === 'answered' ? postedWords(event, events, timeZone) : '',
  };
}

/** «Отправлено почтой 27 ноября 2026, номер отправления 66400000000001»: what has left before the next answer. */
function postedWords(answer: AppealEventRow, events: readonly AppealEventRow[], timeZone: string): string {
  const later = events.slice(events.indexOf(answer) + 1);
  const next = later.findIndex(({ kind }) => kind === 'answered');
  const posted = later.slice(0, next < 0 ? undefined : next).findLast(({ kind }) => kind === 'posted');
  if (!posted) return '';
  return [`Отправлено почтой ${date(posted.at, timeZone)}`, consignment(posted)].filter(Boolean).join(', ');
}

function consignment({ kind, text }: AppealEventRow): string {
  return kind === 'posted' && text !== '' ? `номер отправления ${text}` : '';
}

function headOf({ appeal, events, left, today, now, timeZone }: EntrySources): object {
  const title = APPEAL_STATES[appeal.state].author;
  switch (appeal.state) {
    case 'answered':
      return { tone: 'good', title, text: when(appeal.answered_at!, now, timeZone) };
    case 'dismissed':
      return { tone: 'bad', title, text: events.findLast(({ kind }) => kind === 'dismissed')?.text ?? '' };
    case 'registered':
    case 'in_progress':
    case 'conversation': {
      const { due_day: due, soon_day: soon } = appeal;
      if (due === null) return { tone: 'plain', title, text: 'Срок ответа назовём позже.' };
      const until = `Ответим до\u00A0${shortDay(due, today)}`;
      const told = left === undefined ? '' : leftWords(left);
      if (today > due) {
        return {
          tone: 'bad',
          title,
          late: told === '' ? 'просрочено' : told,
          text: `Должны были ответить до\u00A0${shortDay(due, today)}`,
        };
      }
      const tone = soon !== null && today >= soon ? 'wait' : 'plain';
      return { tone, title, text: told === '' ? `${until}.` : `${until}: ${told}.`, soon: tone === 'wait' };
    }
  }
}

/** How an entry stands, in words that are as true years later. */
function onPaper({ appeal, events, timeZone }: EntrySources): string {
  switch (appeal.state) {
    case 'answered':
      return '';
    case 'dismissed': {
      const closed = events.findLast(({ kind }) => kind === 'dismissed');
      return closed ? `Закрыто без ответа ${date(closed.at, timeZone)}: ${closed.text}` : '';
    }
    case 'registered':
    case 'in_progress':
    case 'conversation':
      return appeal.due_day === null
        ? 'Срок ответа назовём позже.'
        : `Срок ответа: до ${calendarDay(appeal.due_day)}.`;
  }
}

function standingWords(standing: PublicationState | undefined): string {
  switch (standing) {
    case 'published':
      return 'Сейчас оно стоит в книге.';
    case 'waiting':
      return 'Пока его никто не видит: модератор убирает личные данные.';
    case 'refused':
    case 'removed':
      return 'Мы решили его не публиковать, в книге его нет.';
    case 'withdrawn':
    case undefined:
      return 'Пока его никто не видит: сначала мы ответим.';
  }
}

/** Whether a question to the answer may be asked, until when, or why not. */
function asking({ appeal, mayAskBack, timeZone }: EntrySources): object {
  if (appeal.state !== 'answered') return {};
  const until = date(secondsAfter(appeal.answered_at!, ASK_BACK_DAYS * DAY_SECONDS), timeZone);
  if (mayAskBack) return { askUntil: until };
  return {
    noAsk:
      appeal.asked_back_at === null
        ? `Вопрос к ответу можно было задать до ${until}.`
        : 'К одному обращению можно задать один вопрос, и вы его уже задали.',
  };
}

function lineOf(event: AppealEventRow, now: Date, timeZone: string): object {
  const { kind, details, actor_kind: who, at } = event;
  const { title, by } = appealEventWords(kind, details);
  const own = who === 'resident' && kind === 'registered';
  return {
    ...{ at: when(at, now, timeZone), by: consignment(event) || by },
    title: own ? 'Вы написали, обращение зарегистрировано' : title,
  };
}
