import { isUuid } from '../core/ids.js';

/** Which letters a letter goes on from, by their Message-IDs. */
export interface Thread {
  readonly inReplyTo: string;
  /** All of the conversation, the oldest first. */
  readonly references: readonly string[];
}

/** What stands between < and > is never taken apart, but what is longer or has spaces breaks headers. */
const MESSAGE_ID = /^<[^\s<>]{1,250}>$/;
const MOST_REFERENCES = 20;

/** The Message-ID of a letter of ours: known before it leaves, and the same however often it is sent. */
export function messageIdOf(letterId: string, mailFrom: string): string {
  return `<${letterId}@${mailFrom.slice(mailFrom.indexOf('@') + 1)}>`;
}

/** The row of the letter of ours that a Message-ID names; undefined for those of others. */
export function letterIdOf(messageId: string, mailFrom: string): string | undefined {
  const id = messageId.slice(1, 37);
  return isUuid(id) && messageId.toLowerCase() === messageIdOf(id, mailFrom).toLowerCase() ? id : undefined;
}

/** Whether a text can stand in a header as a Message-ID. */
export function isMessageId(text: string): boolean {
  return MESSAGE_ID.test(text);
}

/** The headers of a thread: the letter that began it and the last ones, without what others have made up. */
export function threadHeaders(thread: Thread | undefined): { inReplyTo?: string; references?: string[] } {
  if (!thread || !isMessageId(thread.inReplyTo)) return {};
  const [first, ...others] = [...new Set([...thread.references.filter(isMessageId), thread.inReplyTo])];
  return { inReplyTo: thread.inReplyTo, references: [first!, ...others.slice(1 - MOST_REFERENCES)] };
}
