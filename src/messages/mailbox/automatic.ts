/** What sort of a program has written a letter. */
export type Automatic = 'bounce' | 'auto-reply' | 'bulk' | 'own';

/** The values of a header, unfolded, in the order of the letter; empty where there is none. */
export type HeaderValues = (name: string) => readonly string[];

/** Mail servers speak of letters that did not arrive from these addresses. */
const DAEMONS = /^(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@/;

/** Programs that say so in their own words. */
const ANSWERING = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply', 'x-mail-autoreply'];

/** What subjects of absent people begin with, as mail programs write them. */
const ABSENT =
  /^(?:re: ?|fwd?: ?|отв: ?)?(?:автоответ|автоответчик|автоматический ответ|вне офиса|нет на работе|нет на месте|out of (?:the )?office|automatic reply|auto[- ]?reply|auto[- ]?response|autosvar|abwesenheitsnotiz)(?: ?[:!.–—-]|$)/;

/**
 * Why a letter is the work of a program, undefined where a person may have written it. Such a letter is answered never:
 * two programs that answer each other would do so for ever (RFC 3834).
 */
export function automaticOf(
  header: HeaderValues,
  from: string,
  ours: readonly string[],
): Automatic | undefined {
  const one = (name: string) => (header(name)[0] ?? '').trim().toLowerCase();
  const type = one('content-type');
  if (ours.includes(from.toLowerCase())) return 'own';
  if (isBounce(one, header, type, from)) return 'bounce';
  if (isAnswer(one, header, type)) return 'auto-reply';
  return isBulk(one, header) ? 'bulk' : undefined;
}

type First = (name: string) => string;

function isBounce(one: First, header: HeaderValues, type: string, from: string): boolean {
  const isReport = type.startsWith('multipart/report') && !type.includes('disposition-notification');
  return (
    isReport ||
    type.startsWith('message/delivery-status') ||
    DAEMONS.test(from.toLowerCase()) ||
    header('x-failed-recipients').length > 0 ||
    // RFC 5321: nobody wants an answer to this one; mailboxes write the sender of the envelope down
    (header('return-path').length > 0 && one('return-path') === '<>' && one('auto-submitted') === '')
  );
}

function isAnswer(one: First, header: HeaderValues, type: string): boolean {
  const submitted = one('auto-submitted');
  const suppress = one('x-auto-response-suppress');
  return (
    (submitted !== '' && !/^no(?:$|[\s;(])/.test(submitted)) ||
    (suppress !== '' && suppress !== 'none') ||
    type.includes('disposition-notification') ||
    one('precedence') === 'auto_reply' ||
    ANSWERING.some((name) => header(name).length > 0 && one(name) !== 'no') ||
    ABSENT.test(one('subject').replace(/\s+/g, ' '))
  );
}

function isBulk(one: First, header: HeaderValues): boolean {
  return (
    ['bulk', 'list', 'junk'].includes(one('precedence')) ||
    header('list-id').length > 0 ||
    header('list-unsubscribe').length > 0
  );
}
