import type { Config } from '../../core/config.js';
import { dayIn } from '../../core/clock.js';
import { when } from '../../text/moments.js';
import { calendarDay } from '../../text/month.js';
import { dateTime } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { formatPhone } from '../../users/phone.js';
import { APPEAL_CHANNELS, APPEAL_KINDS, wantsPaper } from '../appeal.js';
import { APPEAL_STATES } from '../appeal-states.js';
import { type AppealEventKind, appealEventWords } from '../appeal-words.js';
import type { AppealEventRow, AppealFileRow } from '../appeals.sql.js';
import { dueWords } from './due-words.js';
import { offered, type Rights, takesFiles } from './inbox-actions.js';
import type { AppealOfOffice, Detail } from './inbox-detail.js';

/** What the words of the inbox depend on besides entries. */
export interface Shown {
  readonly now: Date;
  readonly config: Pick<Config, 'timeZone' | 'company'>;
  readonly rights: Rights;
  /** How many working days are left for the answer; undefined where none is owed, or nobody knows. */
  readonly left?: number;
}

const MOST_EARLIER = 3;

/** An entry as the inbox shows it beside the list. */
export function detailView(detail: Detail, shown: Shown): object {
  const { appeal, events, landmarks, files, earlier } = detail;
  const { now, config, rights } = shown;
  const { timeZone } = config;
  const lines = events.map((event) => lineOf(event, files, shown));
  const [first] = landmarks;
  const answer = landmarks.findLast(({ kind }) => kind === 'answered');
  return {
    ...{ id: appeal.id, number: appeal.number, version: appeal.version, seen: detail.newest },
    ...{ title: appeal.title, text: appeal.text, state: stateOf(detail) },
    ...{ kindId: appeal.kind, topicId: appeal.topic, topic: appeal.topic_title, reference: appeal.reference },
    kind: APPEAL_KINDS[appeal.kind].toLowerCase(),
    at: cameWords(appeal, timeZone),
    due: dueWords(appeal, dayIn(now, timeZone), shown.left),
    ...{ responsible: appeal.responsible, responsibleId: appeal.responsible_id, waits: appeal.waits },
    who: authorOf(appeal, landmarks, shown),
    wishes: wishesOf(appeal),
    files: first ? filesOf(first, files) : [],
    // what was said since, and what happened; notes stand apart
    said: lines.filter(({ kind }) => kind === 'asked-back' || kind === 'letter'),
    events: lines.filter(({ kind }) => kind !== 'note').reverse(),
    notes: lines.filter(({ kind }) => kind === 'note'),
    past: events.at(-1)?.id !== detail.newest,
    answer: answer && lineOf(answer, files, shown),
    rating: appeal.rating,
    ratingText: appeal.rating_text,
    earlierCount: earlier.length,
    earlier: earlier.slice(0, MOST_EARLIER).map((one) => ({
      ...{ id: one.id, number: one.number, title: one.title, state: APPEAL_STATES[one.state].office },
      at: when(one.registered_at, now, timeZone),
    })),
    erased: appeal.erased_at !== null,
    ...{ reach: reachOf(appeal), takesFiles: takesFiles(appeal) },
    unknown: appeal.user_id === null && appeal.account_id === null,
    may: offered(appeal, rights),
  };
}

/** A line of the timeline as the office reads it. */
interface LineShown {
  readonly kind: AppealEventKind;
  readonly at: string;
  readonly title: string;
  /** Whom an answer is signed by. */
  readonly by: string;
  readonly who: string;
  readonly text: string;
  readonly files: readonly { readonly id: string; readonly name: string; readonly bytes: number }[];
}

/** An event in the words of the office: what, who, when. */
export function lineOf(
  event: AppealEventRow,
  files: readonly AppealFileRow[],
  { now, config }: Shown,
): LineShown {
  const { title, by } = appealEventWords(event.kind, event.details);
  return {
    kind: event.kind,
    at: when(event.at, now, config.timeZone),
    ...{ title, by, who: event.actor_name, text: event.text },
    files: filesOf(event, files),
  };
}

function filesOf({ id: event }: AppealEventRow, files: readonly AppealFileRow[]): LineShown['files'] {
  return files.filter(({ event_id: of }) => of === event).map(({ id, name, bytes }) => ({ id, name, bytes }));
}

/** When and how it came; a paper is registered some days after it came, and its term runs from that day. */
function cameWords({ registered_at: at, received_day: day, channel }: AppealOfOffice, zone: string): string {
  const registered = dateTime(at, zone);
  return day === dayIn(at, zone)
    ? `${registered}, ${APPEAL_CHANNELS[channel]}`
    : `пришло ${calendarDay(day)} ${APPEAL_CHANNELS[channel]}, зарегистрировано ${registered}`;
}

/** An answer on paper is given only when it has left by post. */
function stateOf({ appeal, landmarks }: Detail): string {
  const { state } = appeal;
  const unsent =
    state === 'answered' && wantsPaper(appeal) && landmarks.findLast(isOfPaper)?.kind !== 'posted';
  return `${APPEAL_STATES[state].office}${unsent ? ', почтой ещё не отправлено' : ''}`;
}

const isOfPaper = ({ kind }: AppealEventRow): boolean => kind === 'answered' || kind === 'posted';

function authorOf(
  appeal: AppealOfOffice,
  events: readonly AppealEventRow[],
  { config, rights }: Shown,
): object {
  const { author_name: typed, author_phone: phone, resident, account_id: account } = appeal;
  const matched = events.findLast(({ kind }) => kind === 'matched');
  const address = streetOf(appeal.address, config.company.town);
  const known =
    matched && (resident !== null || account !== null)
      ? `указал сотрудник: ${matched.actor_name}`
      : appeal.channel === 'cabinet'
        ? 'пишет из своего кабинета'
        : resident === null && account === null
          ? 'кто это, портал не знает'
          : 'указано при регистрации';
  return {
    name: resident ?? typed,
    ...(resident !== null && resident !== typed && typed !== '' && { typed }),
    ...{ address, account: appeal.account_number, email: appeal.author_email, known },
    link: rights.answers && account !== null && `/admin/resources/accounts/records/${account}/show`,
    phone: phone !== '' && { link: phone.replace(/[^\d+]/g, ''), text: formatPhone(phone) },
  };
}

/** How the answer gets to its author. */
function reachOf(appeal: AppealOfOffice): string {
  const { user_id: user, author_email: email } = appeal;
  const printed = wantsPaper(appeal)
    ? 'Ответ нужен на бумаге: запишите его, распечатайте вместе с файлами и отметьте отправку почтой. '
    : '';
  if (user !== null) return `${printed}Уйдёт письмом в ту же переписку и встанет в кабинет.`;
  if (email !== '') {
    return `${printed}Уйдёт письмом в ту же переписку. Файлы до 10\u00a0МБ вместе уйдут с ним; если больше, в письме будет сказано, что их можно получить в офисе.`;
  }
  return (
    printed || 'Письмо отправить некуда: E-mail не указан. Ответ останется здесь, его можно распечатать.'
  );
}

function wishesOf({ paper_answer: paper, postal_address: post, publish }: AppealOfOffice): string[] {
  return [
    ...(paper ? [`Просит ответ на бумаге${post === '' ? '' : `: ${post}`}.`] : []),
    ...(publish ? ['Опубликовать без личных данных можно.'] : []),
  ];
}
