import { slips } from '../text/slips.js';

/** What settings of ours begin with; what begins so and is none is a typing error. */
const OURS = /^(APP_SECRET|COMPANY|FILES|LOG|MAIL|PUBLIC|TRUST)_|^(CODE_WORD|PASSWORD_MIN)(_|$)/;
/** Words that nobody else begins a name with, so that they may be misspelt by a letter, or stand alone. */
const OURS_ALONE =
  'ACCENT ARGON2 CONFIRM DATABASE EXCHANGE HSTS LETTERS METRICS OIDC READING RECEIPT RECOVERY SECURITY SMTP THROTTLE VK'.split(
    ' ',
  );
/** Of Node, npm, libpq, the shell and the system. */
const OTHERS = /^(NODE|NPM|PG|LC|XDG|SYSTEMD|KUBERNETES|OTEL)_|^PG[A-Z]+$|^(HOME|TIME_STYLE)$/i;
/** What Docker and Kubernetes tell of a neighbour that is called `database` or `mail`. */
const NEIGHBOUR = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP)(_\w+)?)$/;

/** The first name that was meant for us but is no setting, with the one that it looks like. */
export function unknownSetting(
  environment: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): { name: string; meant: string | undefined } | undefined {
  for (const [name, value] of Object.entries(environment)) {
    if (known.includes(name) || OTHERS.test(name) || isNeighbour(name, value)) continue;
    const meant = alike(name, known);
    if (meant !== undefined || isOurs(name)) return { name, meant };
  }
  return undefined;
}

function isOurs(name: string): boolean {
  const [first = ''] = name.split('_', 1);
  return OURS.test(name) || OURS_ALONE.some((word) => slips(first, word, word.length > 4 ? 1 : 0));
}

function isNeighbour(name: string, value = ''): boolean {
  return NEIGHBOUR.test(name) || (name.endsWith('_PORT') && /^(tcp|udp):\/\//.test(value));
}

/** The known name that this one is a slip of the finger away from, two in a long one. */
function alike(name: string, known: readonly string[]): string | undefined {
  const typed = name.toUpperCase();
  return known.find((one) => slips(typed, one, one.length > 6 ? 2 : 1));
}
