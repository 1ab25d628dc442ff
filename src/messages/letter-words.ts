import { calendarDay } from '../text/month.js';
import { nonBreaking } from '../text/russian.js';
import { type Appeal, APPEAL_CHANNELS, type AppealChannel, APPEAL_KINDS, type AppealFile } from './appeal.js';
import { titleOf } from './title.js';

/** How an entry came, after its kind: «вопрос с сайта». */
const WAYS: Readonly<Record<AppealChannel, string>> = {
  cabinet: '',
  site: 'с сайта',
  email: 'по электронной почте',
  paper: 'на бумаге',
};

/** What letters say of an entry. */
type Said = Readonly<Record<string, unknown>>;

/** What any letter about an entry says. */
export function aboutEntry(appeal: Appeal): Said {
  return {
    ...{ number: appeal.number, kind: APPEAL_KINDS[appeal.kind], channel: APPEAL_CHANNELS[appeal.channel] },
    ...{ title: appeal.title, address: nonBreaking(appeal.address) },
    due: appeal.due_day === null ? '' : calendarDay(appeal.due_day),
  };
}

/** What it is and when it came, in words of ours: whoever reads them need not have written it. */
export function receiptOf({ kind, channel, received_day: received }: Appeal, registered: string): Said {
  return {
    ...{ kind: APPEAL_KINDS[kind].toLowerCase(), way: WAYS[channel], registered: calendarDay(registered) },
    received: received === registered ? '' : calendarDay(received),
  };
}

/** What a resident has written, whole, for their records. */
export function copyOf(appeal: Appeal, files: readonly AppealFile[]): Said {
  const { title, text } = appeal;
  return {
    ...{ title: title === titleOf(text) ? '' : title, text, files: namesOf(files) },
    ...{ onPaper: appeal.paper_answer, postal: nonBreaking(appeal.postal_address) },
  };
}

/** Of what a stranger has written nothing: the address may have been typed by anybody, or forged. */
export function withoutWords(files: readonly AppealFile[]): Said {
  return { title: '', address: '', fileCount: files.length };
}

/** Files as a letter names them. */
export function namesOf(files: readonly AppealFile[]): string {
  return files.map(({ name }) => name).join(', ');
}
