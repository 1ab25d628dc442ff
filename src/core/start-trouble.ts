/** What an error of the start knows of itself: of PostgreSQL's protocol, of the system, or of TLS. */
interface Trouble {
  readonly code?: string;
  readonly message?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly errors?: readonly Trouble[];
}

/** Where the product connects to and listens, without the password. */
export interface Places {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
}

const TLS =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|HOSTNAME_MISMATCH|EPROTO)$/;
/** Of `npm run dev`, too, whose products share a port. */
const LISTENING = new Set(['listen', 'bind']);
const AWAY = /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ECONNRESET|EPIPE)$/;
/** Of PostgreSQL: the name of the user, the password, pg_hba.conf. */
const REFUSED = new Set(['28P01', '28000']);

/** The one line that names the setting to blame for a start that has failed; undefined for what no setting is to blame for. */
export function startTrouble(error: unknown, places: Places): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { errors } = error as Trouble;
  // Node tries all addresses of a name and tells of each.
  const trouble: Trouble = errors?.[0] ?? error;
  if (LISTENING.has(trouble.syscall ?? '') || ofHost(trouble, places)) return listening(trouble, places);
  const why = database(trouble, places);
  return why === undefined ? undefined : `Setting DATABASE_URL: ${why}.`;
}

function ofHost({ syscall, hostname }: Trouble, { host, databaseUrl }: Places): boolean {
  return syscall === 'getaddrinfo' && hostname === host && !databaseUrl.includes(`@${host}`);
}

function listening({ code }: Trouble, { host, port }: Places): string | undefined {
  if (code === 'EADDRINUSE') return `Setting PORT: ${port} is taken by another program.`;
  if (code === 'EACCES' || code === 'EPERM') {
    return `Setting PORT: the user of the service may not listen at ${port}; choose one above 1023 behind a proxy, or grant CAP_NET_BIND_SERVICE.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EINVAL') {
    return `Setting HOST: ${host} is no address of this machine.`;
  }
  return undefined;
}

function database(trouble: Trouble, { databaseUrl }: Places): string | undefined {
  // the database of a trial that has not started: no setting is to blame
  if (databaseUrl === '') return undefined;
  const { code = '', message = '' } = trouble;
  const { hostname, port, username, pathname } = new URL(databaseUrl);
  const place = `${hostname}:${port || '5432'}`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `there is no host ${hostname}`;
  if (code === 'ECONNREFUSED') return `nobody listens at ${place}`;
  if (isRefusedByPooler(trouble)) {
    return `the connection pooler refuses what the product asks for (${oneLine(message)}): connect directly, or in session mode as docs/operation.md says`;
  }
  if (AWAY.test(code) || /timeout|terminated unexpectedly/i.test(message)) return `${place} does not answer`;
  if (/does not support SSL/.test(message)) return `${place} speaks no TLS, which sslmode asks for`;
  if (TLS.test(code)) {
    return `the certificate of ${place} is not trusted (${code}): name the file of its authority in NODE_EXTRA_CA_CERTS`;
  }
  if (REFUSED.has(code)) return `the server refuses the user ${username}: ${oneLine(message)}`;
  if (/password must be a string/.test(message)) return `the server asks for a password and there is none`;
  if (code === '3D000') return `there is no database ${decodeURIComponent(pathname.slice(1))} at ${place}`;
  if (code === '42501') {
    return `the user ${username} may not change this database: name its owner in DATABASE_OWNER_URL, or here: ${oneLine(message)}`;
  }
  if (code === '53300') return `${place} has no connection left: ${oneLine(message)}`;
  if (code === '57P03') return `${place} does not get ready: ${oneLine(message)}`;
  return undefined;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** A pooler does not know what a connection asks for; it will not know it later either. */
export function isRefusedByPooler(error: unknown): boolean {
  return /unsupported startup parameter/.test((error as Trouble).message ?? '');
}
