import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Calendar } from './support/calendar.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { ImapServer, type Script } from './support/imap-server.js';
import { arrives, attached, written } from './support/incoming.js';
import { hire } from './support/office.js';
import { jpeg } from './support/photos.js';
import { startWorld, type World } from './support/world.js';
import { pace } from './support/pace.js';

interface State {
  failures: number;
  trouble: string | null;
  last_uid: string;
  read_at: Date | null;
}

let imap: ImapServer;
let calendar: Calendar;
let world: World;
let administrator: Client;
let files: string;

beforeAll(async () => {
  imap = await ImapServer.start();
  calendar = await Calendar.open();
  files = await mkdtemp(join(tmpdir(), 'kabinet-mailbox-files-'));
  const fullDisk = `--import=${new URL('./support/full-disk.js', import.meta.url).href}`;
  world = await startWorld({
    ...{ ...imap.settings, MAILBOX_SECONDS: '60', MAILBOX_STEP_SECONDS: '2', ...calendar.settings },
    ...{ NODE_OPTIONS: `${calendar.settings['NODE_OPTIONS']!} ${fullDisk}` },
    ...{ FILES_DIR: files, TEST_FULL_DISK: files },
  });
  administrator = await hire(world, 'chief', 'administrator', 'Главный Андрей');
  await isWell();
});
afterAll(async () => {
  await world?.stop();
  await imap?.stop();
  await calendar?.stop();
  if (files) await rm(files, { recursive: true });
});

async function state(): Promise<State | undefined> {
  const [row] = await world.database.query<State>('SELECT * FROM mailbox_state');
  return row;
}

/**
 * As if the pause after failures, or between two visits, were over. All else that is done from time to time comes due as
 * well, such as sweeping files that nobody wants: by a clock that is hours ahead also what a visit is just looking at. So
 * the clock is turned between visits only.
 */
async function rested(): Promise<void> {
  await calendar.pass(601_000, world.product);
  await sleep(150);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(20)) {
    const visits = await world.database.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND (classid::bigint << 32 | objid::bigint) = hashtext('mailbox')::bigint`,
    );
    if (visits.length === 0) return;
  }
}

/** Waits until a visit has failed with these words. */
async function fails(words: RegExp): Promise<void> {
  await eventually(async () => {
    await rested();
    return words.test((await state())?.trouble ?? '');
  });
}

async function isWell(): Promise<void> {
  const before = (await state())?.read_at?.getTime() ?? 0;
  await eventually(async () => {
    await rested();
    const now = await state();
    return now?.trouble === null && (now.read_at?.getTime() ?? 0) > before;
  });
}

/** The entry that a letter from this address has become. */
const entryOf = (from: string) =>
  eventually(async () => {
    await rested();
    const [entry] = await world.database.query<{ id: string; text: string }>(
      'SELECT id, text FROM appeals WHERE author_email = $1',
      [from],
    );
    return entry;
  });

/** A folder with one letter, which the script may answer for. */
function folder(fetch: Script, size = 1000): Script {
  return (socket, tag, command) => {
    const verb = command.toUpperCase();
    if (/^(?:EXAMINE|SELECT)/.test(verb)) {
      socket.write(
        '* 1 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 7] Ok\r\n* OK [UIDNEXT 1000001] Ok\r\n* FLAGS ()\r\n' +
          `${tag} OK [READ-ONLY] Done\r\n`,
      );
    } else if (verb.startsWith('UID SEARCH')) {
      socket.write(`* SEARCH 1000000\r\n${tag} OK Done\r\n`);
    } else if (verb.startsWith('UID FETCH')) {
      const header = written({ from: 'scripted@mail.test' }).subarray(0, 60);
      if (verb.includes('HEADER')) {
        socket.write(
          `* 1 FETCH (UID 1000000 RFC822.SIZE ${size} INTERNALDATE "27-Nov-2026 10:00:00 +0000" BODY[HEADER]<0> {${header.length}}\r\n`,
        );
        socket.write(Buffer.concat([header, Buffer.from(`)\r\n${tag} OK Done\r\n`)]));
      } else fetch(socket, tag, command);
    } else if (verb === 'LOGOUT') socket.end(`* BYE Bye\r\n${tag} OK Done\r\n`);
    else if (verb.startsWith('LIST') || verb.startsWith('LSUB')) {
      socket.write(`* ${verb.slice(0, 4)} () "/" INBOX\r\n${tag} OK Done\r\n`);
    } else socket.write(`${tag} OK Done\r\n`);
  };
}

/**
 * Begins anew with the folder of a script, from before its letter. Dovecot dates letters by the real time, behind the
 * product's: without an early beginning they would be older than the mailbox's first visit, and left to people.
 */
async function behavesAs(script: Script): Promise<void> {
  await world.database.query(
    `UPDATE mailbox_state SET uid_validity = '7', last_uid = 0, tries = 0, renumbered = false,
       begun_at = begun_at - interval '30 days'`,
  );
  imap.behave({ script });
}

async function isAlive(): Promise<void> {
  const started = Date.now();
  expect((await world.visitor().get('/')).status).toBe(200);
  expect(Date.now() - started).toBeLessThan(3000 * pace());
}

describe('A mailbox that cannot be read', () => {
  const FAULTS: [string, RegExp, () => void | Promise<void>][] = [
    ['a wrong password', /логин или пароль/, () => imap.behave({ login: 'NO [AUTHENTICATIONFAILED] No' })],
    ['a busy server', /просит подождать/, () => imap.behave({ login: 'NO [UNAVAILABLE] Later' })],
    ['a server that is away', /недоступен/, () => imap.close()],
    ['one that ends after the sign-in', /обрывает соединение/, () => imap.behave({ closes: true })],
    ['one that says nothing', /не отвечает/, () => imap.behave({ silent: true })],
  ];

  it.each(FAULTS)('is told in words, and read again when it is well: %s', async (_what, words, breaks) => {
    await breaks();
    await fails(words);
    await isAlive();
    await imap.close();
    imap.behave();
    await imap.open();
    await isWell();
    const from = `after-${imap.logins}@mail.test`;
    await arrives(imap, { from });
    await entryOf(from);
  });

  it('stands on the first page of administrators with the last good reading, and goes to them by letter, once', async () => {
    world.mail.clear();
    imap.behave({ login: 'NO [AUTHENTICATIONFAILED] No' });
    await eventually(async () => {
      await rested();
      return ((await state())?.failures ?? 0) >= 4;
    });
    const letter = await world.mail.waitForLetter({ to: 'chief@example.test', subject: 'не приходят' });
    expect(letter.text).toMatch(/не принимает логин или пароль/);
    expect(letter.text).toMatch(/Последний раз письма прочитаны \d/);
    const page = await administrator.get('/office');
    expect(page.body).toContain('Письма жителей не читаются: почтовый сервер не принимает логин или пароль');
    await world.mail.noLetter({ to: 'chief@example.test', subject: 'не приходят', within: 3000 });
    imap.behave();
    await isWell();
    expect((await administrator.get('/office')).body).not.toContain('Письма жителей не читаются');
  });

  it('does not lock the office out by wrong sign-ins: the pause grows', async () => {
    imap.behave({ login: 'NO [AUTHENTICATIONFAILED] No' });
    await fails(/логин или пароль/);
    const { failures } = (await state())!;
    for (let minute = 0; minute < 30; minute += 1) {
      await calendar.pass(60_000, world.product);
      await sleep(100);
    }
    const more = (await state())!.failures - failures;
    expect(more).toBeGreaterThanOrEqual(2);
    expect(more).toBeLessThanOrEqual(6);
    imap.behave();
    await isWell();
  });
});

describe('A server that breaks the rules', () => {
  const LIES: [string, Script][] = [
    ['never answers for the letter', folder(() => undefined)],
    [
      'sends more than it has said',
      folder((socket) => {
        socket.write(`* 1 FETCH (UID 1000000 BODY[]<0> {${60 * 1024 * 1024}}\r\n`);
        socket.write(Buffer.alloc(1024 * 1024, 'x'));
      }),
    ],
    [
      'never comes to an end',
      folder((socket) => {
        const more = () => {
          if (socket.destroyed) return;
          if (socket.write('* 1 FETCH (UID 1000000 FLAGS (\\Seen))\r\n'.repeat(50))) setTimeout(more, 20);
          else socket.once('drain', more);
        };
        more();
      }),
    ],
    [
      'answers with nonsense',
      folder((socket, tag) => socket.write(`* 1 FETCH ((((((( \r\n${tag} OK Done\r\n`)),
    ],
    [
      'gives another letter',
      folder((socket, tag) => socket.write(`* 2 FETCH (UID 5 BODY[]<0> {1}\r\nx)\r\n${tag} OK Done\r\n`)),
    ],
  ];

  it.each(LIES)('holds nobody up, and its letter is there as a stub: one that %s', async (_what, script) => {
    await world.database.query('DELETE FROM incoming_letters');
    const before = await world.database.query('SELECT id FROM appeals');
    await behavesAs(script);
    await eventually(async () => {
      await rested();
      await isAlive();
      return (await world.database.query('SELECT id FROM appeals')).length === before.length + 1;
    }, 200_000);
    const [{ last_uid: last } = { last_uid: '' }] = await world.database.query<State>(
      'SELECT * FROM mailbox_state',
    );
    expect(last).toBe('1000000');
    imap.behave();
    await isWell();
  });
});

/** Has the database refuse to register whatever comes from this address, with this code. */
async function refuses(from: string, code: string): Promise<void> {
  await world.database.query(`
    CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'refused by the test' USING ERRCODE = '${code}'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON appeals FOR EACH ROW WHEN (NEW.author_email = '${from}')
      EXECUTE FUNCTION refuse()`);
}
const refusesNothing = () => world.database.query('DROP TRIGGER refuse ON appeals');

/** Waits until so many visits in a row have failed. */
async function failsTimes(times: number): Promise<State> {
  return eventually(async () => {
    await rested();
    const now = await state();
    return now && now.failures >= times && now;
  }, 200_000);
}

describe('A portal that cannot keep what it reads', () => {
  const WHEN: [string, string, RegExp, (from: string) => Promise<unknown>, () => Promise<unknown>][] = [
    [
      ...(['the disk is full', 'disk', /на диске портала нет места/] as const),
      () => writeFile(join(files, 'full'), ''),
      () => rm(join(files, 'full')),
    ],
    [
      ...(['the database has no room', 'room', /на диске портала нет места/] as const),
      (from) => refuses(from, '53100'),
      refusesNothing,
    ],
    [
      ...(['the database lets nobody in', 'away', /база данных портала не отвечает/] as const),
      (from) => refuses(from, '57P03'),
      refusesNothing,
    ],
    [
      ...(['somebody holds the lock', 'lock', /база данных портала не отвечает/] as const),
      (from) => refuses(from, '55P03'),
      refusesNothing,
    ],
  ];

  it.each(WHEN)(
    'blames no mail server, and takes the letter whole however often it has failed: %s',
    async (_what, name, words, breaks, heals) => {
      await isWell();
      world.mail.clear();
      const from = `${name}@mail.test`;
      await breaks(from);
      await arrives(imap, attached({ from, text: 'Фото подъезда' }, { 'photo.jpg': await jpeg() }));
      const { trouble } = await failsTimes(5);
      expect(trouble).toMatch(words);
      const letter = await world.mail.waitForLetter({ to: 'chief@example.test', subject: 'не приходят' });
      expect(letter.text).toMatch(words);
      expect(letter.text).toContain('Почтовый ящик здесь ни при чём');
      expect(letter.text).not.toContain('MAILBOX_URL');
      await heals();
      const { id, text } = await entryOf(from);
      expect(text).toBe('Фото подъезда');
      expect(await world.database.query('SELECT FROM appeal_files WHERE appeal_id = $1', [id])).toHaveLength(
        1,
      );
    },
  );

  it('passes over a letter that is too slow for the database each time, and takes the next', async () => {
    await isWell();
    await refuses('slow@mail.test', '57014');
    await arrives(imap, { from: 'slow@mail.test', messageId: '<slow@mail.test>' });
    await arrives(imap, { from: 'behind@mail.test' });
    expect((await failsTimes(3)).trouble).toMatch(/база данных портала не отвечает/);
    await entryOf('behind@mail.test');
    await isWell();
    expect(
      await world.database.query(
        "SELECT problem FROM incoming_letters WHERE message_id = '<slow@mail.test>'",
      ),
    ).toEqual([{ problem: expect.stringContaining('refused by the test') as unknown as string }]);
    await refusesNothing();
  });
});

describe('A mailbox with more letters than one visit takes', () => {
  it('is called read only when nothing is left in it: letters are looked for again from there', async () => {
    await isWell();
    await imap.close();
    for (let letter = 0; letter < 201; letter += 1) {
      await arrives(imap, { from: `portion-${letter}@mail.test` });
    }
    const before = (await state())!;
    await world.database.query(`
      CREATE TABLE seen_reads (last_uid bigint);
      CREATE FUNCTION see_read() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN INSERT INTO seen_reads VALUES (NEW.last_uid); RETURN NULL; END $$;
      CREATE TRIGGER see_read AFTER UPDATE ON mailbox_state FOR EACH ROW
        WHEN (OLD.read_at IS DISTINCT FROM NEW.read_at) EXECUTE FUNCTION see_read()`);
    await imap.open();
    await entryOf('portion-200@mail.test');
    await isWell();
    const reads = await world.database.query<{ last_uid: string }>(
      'SELECT DISTINCT last_uid FROM seen_reads',
    );
    expect(reads).toEqual([{ last_uid: String(Number(before.last_uid) + 201) }]);
  });
});
