/** An answer is a few lines; more than this is not looked at. */
const LONGEST = 2000;
const LINE_CODE = /^\d{3}[ -]/gm;
const BETWEEN_WORDS = /[\s<>()[\]{}"'`,;:!?«»…]+/;

/** What a lookup in Postfix's tables of receivers is called, whose name says «relay». */
const TABLES = / in (?:local|relay|virtual) (?:recipient|mailbox|alias) table/g;

const RECEIVER = 'user|recipient|mailbox|address|account';
const NO_SUCH = new RegExp(
  `(?:no such|unknown|invalid|bad) (?:local |e-?mail )?(?:${RECEIVER}|person|domain|local[ -]part)`,
);
const IS_GONE = new RegExp(
  `(?:${RECEIVER})(?: \\S+)? (?:(?:is|was|has been|does|name) )?(?:currently |permanently )?(?:unknown|unavailable|disabled|inactive|` +
    'deactivated|suspended|terminated|deleted|removed|closed|invalid|not (?:found|local|valid|known|available|active))',
);
const OTHER_RECEIVER_WORDS =
  /(?:not|n t) exist|(?:not|n t) have an? (?:\S+ )?(?:account|mailbox)|no mailbox here|not a (?:valid|known|local) (?:user|recipient|mailbox|address)|unrouteable|malformed|recipient(?: address)? rejected access denied|recipient not found/;

const FULL = new RegExp(
  `(?:${RECEIVER}|mail box|inbox|quota)(?: \\S+)? (?:is )?(?:full|exceeded)|over ?quota|mailbox size limit`,
);

/** How much we may send, which is said in the words of a full mailbox. */
const OUR_QUOTA =
  /\b(?:sending|outgoing|outbound|daily|hourly)(?: \S+){0,3} (?:quota|limit|rate)\b|too many (?:messages|mails|emails|letters) (?:from|sent|per)\b|rate limit/;
/** The account that the portal signs in with. */
const OUR_ACCOUNT =
  /\byour (?:account|mailbox|user|login|credentials)\b|cannot send|can ?not send|not allowed to send/;

/** Beside a status that speaks of the receiver, only these words speak of us. */
const CLEARLY_SENDER =
  /\b(?:senders?|relay|relaying|rcpthosts|policy|policies|spam|authenticat\w*|unauthenticated|reputation|black ?list\w*|spf|dkim|dmarc|ptr|helo|ehlo)\b|client host/;
/** These are enough where the status leaves it open. */
const MAYBE_SENDER =
  /sender|from address|authenti|authori[sz]|log ?in|spam|block|banned|reject list|reputation|your (?:ip|server|domain|host|address)|verif(?:y|ication)|\b(?:tls|starttls|client|host|dns|rbl|ip|permission|greylist\w*)\b/;

/** What the words of an answer speak of; `clearly` where a status already says that it is the receiver. */
export interface SpokenOf {
  readonly receiver: boolean;
  /** The receiver's mailbox holds no more. */
  readonly full: boolean;
  readonly sender: boolean;
  readonly senderClearly: boolean;
}

/** Reads the words of an answer without the addresses and names of hosts in it, which nobody chose for their meaning. */
export function spokenOf(response: string, recipient: string, ourAddress: string): SpokenOf {
  const words = wordsOf(response, recipient);
  const isOurs = OUR_QUOTA.test(words) || OUR_ACCOUNT.test(words) || namesUs(response, ourAddress, recipient);
  const senderClearly = isOurs || CLEARLY_SENDER.test(words);
  return {
    receiver: NO_SUCH.test(words) || IS_GONE.test(words) || OTHER_RECEIVER_WORDS.test(words),
    full: FULL.test(words),
    sender: senderClearly || MAYBE_SENDER.test(words),
    senderClearly,
  };
}

/** Whether an answer names the address that we send from, and not the receiver's. */
function namesUs(response: string, ourAddress: string, recipient: string): boolean {
  const words = response.slice(0, LONGEST).toLowerCase().split(BETWEEN_WORDS);
  const named = (address: string) => {
    const name = address.slice(0, address.lastIndexOf('@'));
    return words.some((word) => word === address || (name.length > 3 && word === name));
  };
  return ourAddress !== '' && named(ourAddress.toLowerCase()) && !named(recipient.toLowerCase());
}

function wordsOf(response: string, recipient: string): string {
  const name = recipient.slice(0, recipient.lastIndexOf('@')).toLowerCase();
  return response
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(LINE_CODE, ' ')
    .split(BETWEEN_WORDS)
    .map((word) => word.replace(/\.{1,9}$/, ''))
    .filter((word) => word !== '' && !isName(word, name))
    .join(' ')
    .replace(TABLES, '');
}

/** An address, a host, a number such as 5.1.1, or the part of the receiver's address before @ where it is no plain word. */
function isName(word: string, name: string): boolean {
  return word.includes('@') || word.includes('.') || (word === name && !/^[a-z]+$/.test(name));
}
