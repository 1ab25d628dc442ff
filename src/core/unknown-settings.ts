import { slips } from '../text/slips.js';

/** Words that begin settings of ours; what begins with one of them and is none is a typing error. */
const OURS =
  /^(ACCENT|APP_SECRET|ARGON2|CODE_WORD|COMPANY|CONFIRM|DATABASE|EXCHANGE|FILES|HSTS|LOG|MAIL|PASSWORD_MIN|PUBLIC|READING|RECEIPT|RECOVERY|SMTP|THROTTLE|TRUST|VK)_/;
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
    if (meant !== undefined || OURS.test(name)) return { name, meant };
  }
  return undefined;
}

function isNeighbour(name: string, value = ''): boolean {
  return NEIGHBOUR.test(name) || (name.endsWith('_PORT') && /^(tcp|udp):\/\//.test(value));
}

/** The known name that this one is a slip of the finger away from, two in a long one. */
function alike(name: string, known: readonly string[]): string | undefined {
  const typed = name.toUpperCase();
  return known.find((one) => slips(typed, one, one.length > 6 ? 2 : 1));
}
