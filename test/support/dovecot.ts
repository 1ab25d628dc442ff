import { execFile, spawn } from 'node:child_process';
import { access, chmod, chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);
const INSTALLED = '/usr/lib/dovecot';
/** The libraries that a small Debian may lack. */
const PACKAGES = ['dovecot-core', 'dovecot-imapd', 'libsodium23', 'liblz4-1', 'libzstd1', 'libunwind8'];
/** Dovecot serves no root. */
const NOBODY = { uid: 65534, gid: 65534 };

/** Where Dovecot's programs are, and what finds its libraries. */
interface Programs {
  readonly imap: string;
  readonly doveconf: string;
  readonly libraries: string;
}

/**
 * Dovecot's IMAP over folders of files: the process that serves somebody who has signed in, with its own parser, numbers and
 * indexes. TLS and the sign-in before it are `ImapServer`'s.
 */
export class Dovecot {
  private constructor(
    private readonly programs: Programs,
    private readonly folder: string,
  ) {}

  /** A server with an empty mailbox; the programs are those of this machine, or Debian's, unpacked without being installed. */
  static async prepare(): Promise<Dovecot> {
    const programs = await findPrograms();
    const folder = await mkdtemp(join(tmpdir(), 'kabinet-dovecot-'));
    const dovecot = new Dovecot(programs, folder);
    await Promise.all(
      ['new', 'cur', 'tmp'].map((name) => mkdir(join(folder, 'mail', name), { recursive: true })),
    );
    await writeFile(
      join(folder, 'dovecot.conf'),
      [
        `base_dir = ${folder}/run`,
        `state_dir = ${folder}/run`,
        `mail_location = maildir:${folder}/mail`,
        `mail_plugin_dir = ${join(programs.imap, '..', 'modules')}`,
        `log_path = ${folder}/log`,
        'first_valid_uid = 1',
        '',
      ].join('\n'),
    );
    await dovecot.own();
    return dovecot;
  }

  /** Puts a letter into the mailbox, as a mail server does; the names keep the order. */
  async deliver(letter: Buffer, name: string): Promise<void> {
    const path = join(this.folder, 'mail', 'tmp', name);
    await writeFile(path, letter);
    if (isRoot()) await chown(path, NOBODY.uid, NOBODY.gid);
    await rename(path, join(this.folder, 'mail', 'new', name));
  }

  /** Forgets the numbers of all letters, as a server that was restored from a backup does: UIDVALIDITY changes. */
  async renumber(): Promise<void> {
    const mail = join(this.folder, 'mail');
    const names = (await readdir(mail)).filter((name) => name.startsWith('dovecot'));
    await Promise.all(names.map((name) => rm(join(mail, name))));
  }

  /** Serves a connection whose owner has signed in; the answer to the sign-in is taken from the first line. */
  serve(connection: Duplex, signedIn: (capabilities: string) => void): void {
    const { imap, doveconf, libraries } = this.programs;
    const config = join(this.folder, 'dovecot.conf');
    const child = spawn(doveconf, ['-f', 'service=imap', '-c', config, '-m', 'imap', '-e', imap], {
      ...(isRoot() && NOBODY),
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { LD_LIBRARY_PATH: libraries, USER: 'office', HOME: this.folder, PATH: process.env.PATH },
    });
    child.stdin.on('error', () => undefined);
    child.once('error', () => connection.destroy());
    child.once('exit', () => connection.end());
    connection.once('close', () => child.kill());
    child.stdout.once('data', (greeting: Buffer) => {
      const [line = '', rest = ''] = greeting.toString('latin1').split('\r\n', 2);
      signedIn(/\[CAPABILITY ([^\]]*)\]/.exec(line)?.[1] ?? 'IMAP4rev1');
      if (rest !== '') connection.write(rest, 'latin1');
      child.stdout.pipe(connection, { end: false });
    });
    connection.pipe(child.stdin);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async own(): Promise<void> {
    await chmod(this.folder, 0o755);
    if (!isRoot()) return;
    const names = (await readdir(this.folder, { recursive: true })).map((name) => join(this.folder, name));
    await Promise.all([this.folder, ...names].map((path) => chown(path, NOBODY.uid, NOBODY.gid)));
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function findPrograms(): Promise<Programs> {
  if (await isThere(`${INSTALLED}/imap`)) {
    return { imap: `${INSTALLED}/imap`, doveconf: '/usr/bin/doveconf', libraries: '' };
  }
  const root = await unpacked();
  const architecture =
    (await readdir(join(root, 'usr/lib'))).find((name) => name.endsWith('-linux-gnu')) ?? '.';
  return {
    imap: join(root, 'usr/lib/dovecot/imap'),
    doveconf: join(root, 'usr/bin/doveconf'),
    libraries: [
      join(root, 'usr/lib/dovecot'),
      join(root, 'usr/lib/dovecot/modules'),
      join(root, 'usr/lib', architecture),
      join(root, 'lib', architecture),
    ].join(':'),
  };
}

/** Debian's packages, fetched once and taken apart: nobody has to be root, and nothing is installed. */
async function unpacked(): Promise<string> {
  // where `nobody` can look in
  const place = join(tmpdir(), `kabinet-dovecot-programs-${process.getuid?.() ?? 0}`);
  if (await isThere(join(place, 'usr/lib/dovecot/imap'))) return place;
  const work = await mkdtemp(join(tmpdir(), 'kabinet-dovecot-fetch-'));
  try {
    await fetchPackages(work);
    const root = join(work, 'root');
    for (const name of (await readdir(work)).filter((file) => file.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', join(work, name), root]);
    }
    await chmod(root, 0o755);
    await rename(root, place).catch(async (error: unknown) => {
      // another run may have been faster
      if (!(await isThere(join(place, 'usr/lib/dovecot/imap')))) throw error;
    });
    return place;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchPackages(folder: string): Promise<void> {
  try {
    await run('apt-get', ['download', ...PACKAGES], { cwd: folder });
  } catch {
    // no lists of packages are there, or old ones: they are fetched into a folder of our own
    await Promise.all(
      ['state/lists/partial', 'cache/archives/partial'].map((name) =>
        mkdir(join(folder, name), { recursive: true }),
      ),
    );
    const places = ['-o', `Dir::State=${folder}/state`, '-o', `Dir::Cache=${folder}/cache`];
    await run('apt-get', [...places, 'update'], { cwd: folder });
    await run('apt-get', [...places, 'download', ...PACKAGES], { cwd: folder }).catch((error: unknown) => {
      throw new Error('Dovecot is neither installed nor to be had from Debian', {
        cause: error,
      });
    });
  }
}
