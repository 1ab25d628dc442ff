import type { EntityManager } from 'typeorm';
import type { Automatic } from './automatic.js';

/** A file that came with a letter, as it was sent: nothing of it is checked yet. */
interface IncomingFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A letter from outside. Everything in it may be made up, its sender first of all. */
export interface IncomingLetter {
  /** Empty where there is none that a header may carry. */
  readonly messageId: string;
  readonly inReplyTo: string;
  /** Message-IDs of the conversation, the oldest first. */
  readonly references: readonly string[];
  readonly from: { readonly name: string; readonly address: string };
  readonly subject: string;
  /** What was written this time, without the history below it. */
  readonly text: string;
  /** The history that mail programs put under an answer. */
  readonly quoted: string;
  /** When it came into the mailbox, as far as that can be believed. */
  readonly at: Date;
  /** Why no person has written it. */
  readonly automatic?: Automatic;
  /** The mail server itself has found that the sender is not who the letter says. */
  readonly forged: boolean;
  readonly attachments: readonly IncomingFile[];
  /** Why there is only a stub of it here: the letter itself stays in the mailbox. */
  readonly stub?: 'large' | 'unreadable';
}

/** Does the work in the transaction that remembers the letter; not at all where the letter has been taken before. */
export type Once = (work: (tx: EntityManager) => Promise<void>) => Promise<void>;

/** Makes something of a letter. */
export abstract class LetterSink {
  /** May be broken off at any moment: the letter then comes again. */
  abstract take(letter: IncomingLetter, once: Once): Promise<void>;
}
