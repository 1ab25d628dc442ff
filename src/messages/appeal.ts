import type { AppealEventKind } from './appeal-words.js';
import type { AppealActorKind, AppealState } from './appeal-states.js';

/** What somebody writes to the office; the words are those of the register. */
export const APPEAL_KINDS = {
  complaint: 'Жалоба',
  suggestion: 'Предложение',
  gratitude: 'Благодарность',
  question: 'Вопрос',
} as const;

export type AppealKind = keyof typeof APPEAL_KINDS;

/** How it came: from the cabinet, by «Обратная связь», by e-mail, on paper. */
export const APPEAL_CHANNELS = {
  cabinet: 'из кабинета',
  site: 'с сайта',
  email: 'письмо на почту',
  paper: 'на бумаге',
} as const;

export type AppealChannel = keyof typeof APPEAL_CHANNELS;

/** An entry as it stands in its table; days are local, `2026-12-07`. */
export interface Appeal {
  readonly id: string;
  /** К-2026-000123. */
  readonly number: string;
  readonly kind: AppealKind;
  readonly channel: AppealChannel;
  readonly topic: string;
  readonly registered_at: Date;
  /** The day from which the term is counted. */
  readonly received_day: string;
  readonly title: string;
  readonly text: string;
  readonly user_id: string | null;
  readonly account_id: string | null;
  readonly house_id: string | null;
  readonly address: string;
  readonly author_name: string;
  readonly author_email: string;
  readonly author_phone: string;
  readonly paper_answer: boolean;
  readonly postal_address: string;
  /** Whether the author lets it be published without who they are. */
  readonly publish: boolean;
  readonly state: AppealState;
  /** Whether the office owes an answer. */
  readonly waits: boolean;
  /** Grows with every change; forms of the office carry the one that they have shown. */
  readonly version: number;
  /** The last day for the answer; null while the calendar of that year is not loaded. */
  readonly due_day: string | null;
  /** The day from which the term is called soon over. */
  readonly soon_day: string | null;
  /** The term of the first answer, which stays when there is a second. */
  readonly first_due_day: string | null;
  readonly responsible_id: string | null;
  readonly taken_at: Date | null;
  readonly first_answered_at: Date | null;
  readonly answered_at: Date | null;
  readonly asked_back_at: Date | null;
  readonly rating: number | null;
  readonly rating_text: string;
  /** Whether its author gets no confirmation: an automatic sender, or an address that has had too many. */
  readonly silent: boolean;
  readonly erased_at: Date | null;
}

/** Whether the answer is to leave on paper: asked for, or the question came so. */
export function wantsPaper({
  paper_answer: asked,
  channel,
}: Pick<Appeal, 'paper_answer' | 'channel'>): boolean {
  return asked || channel === 'paper';
}

/** Days come as text: a date of PostgreSQL has no time zone, and a JavaScript date has. */
export const APPEAL_COLUMNS = `a.id, a.number, a.kind, a.channel, a.topic, a.registered_at, a.received_day::text, a.title, a.text,
  a.user_id, a.account_id, a.house_id, a.address, a.author_name, a.author_email, a.author_phone, a.paper_answer, a.postal_address,
  a.publish, a.state, a.waits, a.version, a.due_day::text, a.soon_day::text, a.first_due_day::text, a.responsible_id, a.taken_at,
  a.first_answered_at, a.answered_at, a.asked_back_at, a.rating, a.rating_text, a.silent, a.erased_at`;

/** Who does something to an entry. */
export interface AppealActor {
  readonly kind: AppealActorKind;
  readonly id?: string;
  /** As people of the office read it. */
  readonly name: string;
  /** Tells the form that it comes from, so that the other half of a double press is known. */
  readonly form?: string;
}

/** A line to be added to what happened. */
export interface NewAppealEvent {
  readonly kind: AppealEventKind;
  readonly actor: AppealActor;
  readonly text?: string;
  readonly details?: Record<string, unknown>;
  /** Whether the author reads it too. */
  readonly open: boolean;
}

/** A file that is kept already, to be hung on an event. */
export interface AppealFile {
  readonly file: string;
  readonly kind: 'photo' | 'pdf';
  /** As its owner called it. */
  readonly name: string;
  /** Of photos only. */
  readonly width: number | null;
  readonly height: number | null;
  readonly bytes: number;
}

/** What somebody writes. */
export interface NewAppeal {
  readonly kind: AppealKind;
  readonly channel: AppealChannel;
  readonly topic: string;
  /** Where it is empty, the text gives it. */
  readonly title: string;
  readonly text: string;
  readonly userId?: string;
  readonly accountId?: string;
  readonly houseId?: string;
  readonly address: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly paperAnswer: boolean;
  readonly postalAddress: string;
  readonly publish: boolean;
  /** The day on which a paper came; today unless told. */
  readonly receivedDay?: string;
  /** Whether its author gets no confirmation. */
  readonly silent?: boolean;
  /** The Message-ID of the letter that it came by. */
  readonly messageId?: string;
  /** Of the form, so that a double click registers once; empty where there is none. */
  readonly formKey: string;
  readonly files: readonly AppealFile[];
}
