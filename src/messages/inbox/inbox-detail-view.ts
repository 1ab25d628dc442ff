import type { Config } from '../../core/config.js';
import { dayIn } from '../../core/clock.js';
import { when } from '../../text/moments.js';
import { dateTime } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { formatPhone } from '../../users/phone.js';
import { APPEAL_CHANNELS, APPEAL_KINDS } from '../appeal.js';
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
}

const MOST_EARLIER = 3;

/** An entry as the inbox shows it beside the list. */
export function detailView({ appeal, events, files, earlier }: Detail, shown: Shown): object {
  const { now, config, rights } = shown;
  const { timeZone } = config;
  const lines = events.map((event) => lineOf(event, files, shown));
  const answers = lines.filter(({ kind }) => kind === 'answered');
  return {
    ...{ id: appeal.id, number: appeal.number, version: appeal.version, seen: events.at(-1)?.id ?? '0' },
    ...{ title: appeal.title, text: appeal.text, state: APPEAL_STATES[appeal.state].office },
    ...{ kindId: appeal.kind, topicId: appeal.topic, topic: appeal.topic_title, reference: appeal.reference },
    kind: APPEAL_KINDS[appeal.kind].toLowerCase(),
    at: `${dateTime(appeal.registered_at, timeZone)}, ${APPEAL_CHANNELS[appeal.channel]}`,
    due: dueWords(appeal, dayIn(now, timeZone)),
    ...{ responsible: appeal.responsible, responsibleId: appeal.responsible_id, waits: appeal.waits },
    who: authorOf(appeal, events, shown),
    wishes: wishesOf(appeal),
    files: lines[0]?.files ?? [],
    // what was said since, and what happened; notes stand apart
    said: lines.filter(({ kind }) => kind === 'asked-back' || kind === 'letter'),
    events: lines.filter(({ kind }) => kind !== 'note').reverse(),
    notes: lines.filter(({ kind }) => kind === 'note'),
    answer: answers.at(-1),
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
    files: files
      .filter((file) => file.event_id === event.id)
      .map(({ id, name, bytes }) => ({ id, name, bytes })),
  };
}

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
function reachOf({
  user_id: user,
  author_email: email,
  paper_answer: paper,
  channel,
}: AppealOfOffice): string {
  const printed =
    paper || channel === 'paper' ? 'Ответ нужен на бумаге: после отправки его можно распечатать. ' : '';
  if (user !== null) return `${printed}Уйдёт письмом в ту же переписку и встанет в кабинет.`;
  if (email !== '') return `${printed}Уйдёт письмом в ту же переписку.`;
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
