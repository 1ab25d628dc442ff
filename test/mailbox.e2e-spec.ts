import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Calendar } from './support/calendar.js';
import { eventually } from './support/eventually.js';
import { ImapServer } from './support/imap-server.js';
import { arrives, attached, written } from './support/incoming.js';
import { type Product, startProduct } from './support/product.js';
import { pdfFile } from './support/pdf-files.js';
import { jpeg } from './support/photos.js';
import { giveFlat } from './support/requests.js';
import { giveResident } from './support/resident.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';

interface Entry {
  id: string;
  number: string;
  title: string;
  text: string;
  state: string;
  channel: string;
  user_id: string | null;
  author_name: string;
  author_email: string;
}
interface Event {
  kind: string;
  text: string;
  open: boolean;
  details: Record<string, string>;
}

let imap: ImapServer;
let calendar: Calendar;
let world: World;
let second: Product;

beforeAll(async () => {
  imap = await ImapServer.start();
  calendar = await Calendar.open();
  await arrives(imap, { subject: 'Письмо прошлого года' });
  const env = { ...imap.settings, ...calendar.settings };
  world = await startWorld(env);
  second = await startProduct({ databaseUrl: world.database.url, smtpUrl: world.mail.url, env });
  await eventually(async () => (await readAt()) !== null);
});
afterAll(async () => {
  await second?.stop();
  await world?.stop();
  await imap?.stop();
  await calendar?.stop();
});

async function readAt(): Promise<Date | null> {
  const [row] = await world.database.query<{ read_at: Date | null }>('SELECT read_at FROM mailbox_state');
  return row?.read_at ?? null;
}

/** Waits until the mailbox has been read from its beginning to its end once more. */
async function read(): Promise<void> {
  for (let visit = 0; visit < 2; visit += 1) {
    const before = await readAt();
    await eventually(async () => (await readAt())?.getTime() !== before?.getTime());
  }
}

async function entriesOf(sender: string): Promise<Entry[]> {
  return world.database.query<Entry>('SELECT * FROM appeals WHERE author_email = $1 ORDER BY sequence', [
    sender,
  ]);
}

async function entryOf(sender: string): Promise<Entry> {
  return eventually(async () => (await entriesOf(sender))[0]);
}

async function eventsOf({ id }: Entry): Promise<Event[]> {
  return world.database.query<Event>('SELECT * FROM appeal_events WHERE appeal_id = $1 ORDER BY id', [id]);
}

async function answered({ id }: Entry, daysAgo: number): Promise<void> {
  await world.database.query(
    `UPDATE appeals SET state = 'answered', answered_at = now() - make_interval(days => $2),
       first_answered_at = now() - make_interval(days => $2) WHERE id = $1`,
    [id, daysAgo],
  );
}

describe('A letter into the mailbox of the office', () => {
  it('becomes an entry with a number, and its sender is told it, in the thread', async () => {
    const messageId = `<${randomUUID()}@mail.test>`;
    await arrives(imap, {
      from: '"Соколова Вера" <Vera@mail.test>',
      subject: 'Re: Холодно',
      text: 'Батареи холодные.\n',
      messageId,
    });
    const entry = await entryOf('vera@mail.test');
    expect(entry).toMatchObject({
      ...{ title: 'Холодно', text: 'Батареи холодные.', channel: 'email', state: 'registered' },
      ...{ author_name: 'Соколова Вера', user_id: null },
    });
    const letter = await world.mail.waitForLetter({ to: 'vera@mail.test', subject: entry.number });
    expect(letter.headers.get('in-reply-to')).toBe(messageId);
    expect(letter.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter.headers.get('reply-to')).toMatchObject({ value: [{ address: 'office@kabinet.test' }] });
  });

  it('leaves alone what was there before the mailbox was set', async () => {
    await read();
    expect(await world.database.query("SELECT 1 FROM appeals WHERE title = 'Письмо прошлого года'")).toEqual(
      [],
    );
  });

  it.each([
    ['koi8-r', '=?koi8-r?B?9MXQzM8=?=', 'Тепло'],
    ['windows-1251', '=?windows-1251?Q?=D2=E5=EF=EB=EE?=', 'Тепло'],
    ['utf-8', '=?UTF-8?B?0KLQtdC/0LvQvg==?=', 'Тепло'],
  ])('is read in the letters of its program: %s', async (charset, subject, title) => {
    const word = new Map([
      ['koi8-r', Buffer.from([0xf4, 0xc5, 0xd0, 0xcc, 0xcf])],
      ['windows-1251', Buffer.from([0xd2, 0xe5, 0xef, 0xeb, 0xee])],
      ['utf-8', Buffer.from('Тепло')],
    ]).get(charset)!;
    const quoted = [...word].map((byte) => `=${byte.toString(16).toUpperCase()}`).join('');
    for (const [encoding, body] of [
      ['base64', word.toString('base64')],
      ['quoted-printable', quoted],
    ] as const) {
      const from = `${charset}-${encoding}@mail.test`;
      await arrives(imap, {
        ...{ from, subject, body: Buffer.from(body) },
        headers: { 'Content-Type': `text/plain; charset=${charset}`, 'Content-Transfer-Encoding': encoding },
      });
      expect(await entryOf(from)).toMatchObject({ title, text: 'Тепло' });
    }
  });

  it('is read also where it is only HTML, which nobody shows', async () => {
    await arrives(imap, {
      from: 'html@mail.test',
      body: Buffer.from('<p>Нет <b>воды</b></p><script>alert(1)</script><p>с утра</p>'),
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
    });
    const { text } = await entryOf('html@mail.test');
    expect(text).toMatch(/^Нет воды\s+с утра$/);
  });

  it('is known as that of a resident by the address, with a warning, and tells nobody else of them', async () => {
    await giveResident(world, 'belova');
    await arrives(imap, {
      from: 'Некто <Belova@example.test>',
      subject: 'Мои данные',
      headers: { 'Reply-To': 'thief@evil.test' },
    });
    const entry = await entryOf('belova@example.test');
    expect(entry.user_id).not.toBeNull();
    const matched = (await eventsOf(entry)).find(({ kind }) => kind === 'matched');
    expect(matched).toMatchObject({
      open: false,
      text: expect.stringMatching(/^Узнали по E-mail\. .*подделать/) as unknown as string,
    });
    await world.mail.waitForLetter({ to: 'belova@example.test', subject: entry.number });
    await world.mail.noLetter({ to: 'thief@evil.test', within: 200 });
  });

  it('is about the flat of a resident who has but one, and a flat that is closed is none', async () => {
    const flatOf = async (login: string) => {
      await arrives(imap, { from: `${login}@example.test` });
      const [row] = await world.database.query<{ account_id: string | null }>(
        'SELECT account_id FROM appeals WHERE id = $1',
        [(await entryOf(`${login}@example.test`)).id],
      );
      return row!.account_id;
    };
    await giveResident(world, 'mover');
    const closed = await giveFlat(world, 'mover', 'г. Иркутск, ул. Писем, д. 1', '1');
    const open = await giveFlat(world, 'mover', 'г. Иркутск, ул. Писем, д. 1', '2');
    await giveResident(world, 'leaver');
    const left = await giveFlat(world, 'leaver', 'г. Иркутск, ул. Писем, д. 1', '3');
    await giveResident(world, 'landlord');
    await giveFlat(world, 'landlord', 'г. Иркутск, ул. Писем, д. 1', '4');
    await giveFlat(world, 'landlord', 'г. Иркутск, ул. Писем, д. 1', '5');
    await world.database.query('UPDATE accounts SET closed = true WHERE id = ANY ($1)', [[closed, left]]);
    expect(await flatOf('mover')).toBe(open);
    expect(await flatOf('leaver')).toBeNull();
    expect(await flatOf('landlord')).toBeNull();
  });

  it('is nobody’s where the mail server says that the sender is forged', async () => {
    await giveResident(world, 'orlova');
    await arrives(imap, {
      from: 'orlova@example.test',
      headers: { 'Authentication-Results': 'mx.kabinet.test; spf=fail smtp.mailfrom=evil.test; dmarc=fail' },
    });
    const entry = await entryOf('orlova@example.test');
    expect(entry.user_id).toBeNull();
    expect((await eventsOf(entry)).at(-1)!.text).toMatch(/может быть подделан/);
    await lettersAreOut(world);
    await world.mail.noLetter({ to: 'orlova@example.test', within: 200 });
  });

  it('is taken whatever is missing or wrong in it', async () => {
    const odd = (name: string, headers: Record<string, string>) =>
      arrives(imap, { subject: name, text: `${name}, текст`, headers });
    await odd('без отправителя', { From: '' });
    await odd('из прошлого', { Date: 'Thu, 1 Jan 1970 00:00:00 +0000' });
    await odd('из будущего', { Date: 'Thu, 31 Dec 2099 23:59:59 +0000' });
    await odd('не дата', { Date: 'вчера' });
    await odd('много ссылок', {
      References: Array.from({ length: 10_000 }, (_, n) => `<${n}@mail.test>`).join('\r\n '),
    });
    await arrives(imap, { subject: 'без номера', messageId: '', text: 'без номера' });
    await arrives(imap, { subject: 'пустое', text: '' });
    await arrives(imap, Buffer.from('\r\n'));
    await arrives(imap, Buffer.from('not a letter at all'));
    await read();
    const titles = await world.database.query<{ title: string }>('SELECT title FROM appeals');
    for (const title of [
      'без отправителя',
      'из прошлого',
      'из будущего',
      'не дата',
      'много ссылок',
      'без номера',
      'пустое',
    ]) {
      expect(titles).toContainEqual({ title });
    }
  });

  it('keeps its photos and documents, made anew or checked, and names what is not taken', async () => {
    const files = {
      ...{ 'photo.jpg': await jpeg(), 'act.pdf': pdfFile() },
      'virus.exe': Buffer.from('MZ\0\0 not a document at all'),
    };
    await arrives(imap, attached({ from: 'files@mail.test', text: 'Фото и справка' }, files));
    const entry = await entryOf('files@mail.test');
    const kept = await world.database.query<{ kind: string; name: string }>(
      'SELECT kind, name FROM appeal_files WHERE appeal_id = $1 ORDER BY kind',
      [entry.id],
    );
    expect(kept).toEqual([
      { kind: 'pdf', name: 'act.pdf' },
      { kind: 'photo', name: 'photo.jpg' },
    ]);
    const note = await eventually(async () => (await eventsOf(entry)).find(({ kind }) => kind === 'note'));
    expect(note.text).toMatch(/Файлы не приложены[^]*«virus\.exe»/);
  });

  it('with a header of a megabyte is there as a stub, and holds up no other', async () => {
    await arrives(imap, { from: 'megabyte@mail.test', headers: { 'X-Long': 'x'.repeat(1_200_000) } });
    await arrives(imap, { from: 'after@mail.test' });
    await entryOf('after@mail.test');
    const entry = await entryOf('megabyte@mail.test');
    expect((await eventsOf(entry)).at(-1)!.text).toMatch(/откройте его в почтовой программе/);
  });

  it('of 50 MB is there as a stub', async () => {
    await arrives(imap, {
      from: 'huge@mail.test',
      subject: 'Видео',
      body: Buffer.alloc(50 * 1024 * 1024, 'x\r\n'),
    });
    await arrives(imap, { from: 'small@mail.test' });
    const entry = await entryOf('huge@mail.test');
    expect(entry.title).toBe('Видео');
    expect((await eventsOf(entry)).at(-1)!.text).toMatch(/больше 25 МБ/);
    await entryOf('small@mail.test');
  });
});

describe('An answer to a letter of the office', () => {
  async function registered(sender: string): Promise<{ entry: Entry; messageId: string }> {
    await arrives(imap, { from: sender, text: 'Первое письмо' });
    const entry = await entryOf(sender);
    const { messageId } = await world.mail.waitForLetter({ to: sender, subject: entry.number });
    return { entry, messageId };
  }

  it('stands in the conversation, without the history below it', async () => {
    const { entry, messageId } = await registered('thread@mail.test');
    const text = 'Уточняю: третий подъезд.\n\n27.11.2026 10:12, УК пишет:\n> Ваше обращение зарегистрировано';
    await arrives(imap, { from: 'Вера <thread@mail.test>', text, inReplyTo: messageId });
    const letter = await eventually(async () =>
      (await eventsOf(entry)).find(({ kind }) => kind === 'letter'),
    );
    expect(letter).toMatchObject({ text: 'Уточняю: третий подъезд.', open: true });
    expect(letter.details['quoted']).toMatch(/зарегистрировано$/);
    expect(await entriesOf('thread@mail.test')).toHaveLength(1);
    expect((await entryOf('thread@mail.test')).state).toBe('registered');
  });

  it('that asks back is told to the office, since a new term runs', async () => {
    const { entry, messageId } = await registered('told@mail.test');
    await answered(entry, 2);
    await arrives(imap, { from: 'told@mail.test', text: 'А почему?', inReplyTo: messageId });
    const letter = await world.mail.waitForLetter({
      to: 'office@kabinet.maxkom.ru',
      subject: `Вопрос к ответу на обращение, № ${entry.number}`,
    });
    expect(letter.text).toContain('А почему?');
  });

  /** The second entry of a sender, and what the office reads of it. */
  async function apart(sender: string): Promise<string> {
    const next = await eventually(async () => (await entriesOf(sender))[1]);
    return (await eventsOf(next)).find(({ kind }) => kind === 'note')!.text;
  }

  it('asks for another answer within 30 days', async () => {
    const { entry, messageId } = await registered('within@mail.test');
    await answered(entry, 29);
    await arrives(imap, { from: 'within@mail.test', text: 'Не помогло', inReplyTo: messageId });
    await eventually(async () => (await entryOf('within@mail.test')).state === 'conversation');
    expect((await eventsOf(entry)).at(-1)).toMatchObject({ kind: 'letter', text: 'Не помогло' });
  });

  it('is an entry that names the old one after 30 days', async () => {
    const { entry, messageId } = await registered('late@mail.test');
    await answered(entry, 31);
    await arrives(imap, { from: 'late@mail.test', text: 'Не помогло', inReplyTo: messageId });
    expect(await apart('late@mail.test')).toContain(
      `на обращение № ${entry.number}, ответ на него дан больше 30 дней назад`,
    );
    expect((await entryOf('late@mail.test')).state).toBe('answered');
  });

  it('asks once: a second question to an answer is an entry that names the old one', async () => {
    const { entry, messageId } = await registered('again@mail.test');
    await answered(entry, 2);
    await arrives(imap, { from: 'again@mail.test', text: 'Не помогло', inReplyTo: messageId });
    await eventually(async () => (await entryOf('again@mail.test')).state === 'conversation');
    await answered(entry, 1);
    await arrives(imap, { from: 'again@mail.test', text: 'И снова', inReplyTo: messageId });
    expect(await apart('again@mail.test')).toContain(
      `на обращение № ${entry.number}, на вопрос к нему уже ответили`,
    );
    expect((await entryOf('again@mail.test')).state).toBe('answered');
  });

  it('after a hundred letters is an entry of its own, so that no conversation grows for ever', async () => {
    const { entry, messageId } = await registered('many@mail.test');
    await world.database.query(
      `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, open)
       SELECT $1, now(), 'letter', 'author', '', 'Письмо ' || n, true FROM generate_series(1, 99) n`,
      [entry.id],
    );
    await arrives(imap, { from: 'many@mail.test', text: 'Сотое', inReplyTo: messageId });
    await eventually(async () => (await eventsOf(entry)).some(({ text }) => text === 'Сотое'));
    await arrives(imap, { from: 'many@mail.test', text: 'Сто первое', inReplyTo: messageId });
    expect(await apart('many@mail.test')).toContain(`на обращение № ${entry.number}, в нём уже сто писем`);
    expect((await eventsOf(entry)).some(({ text }) => text === 'Сто первое')).toBe(false);
  });

  it('of somebody else changes nothing there: it is an entry of its own', async () => {
    const { entry, messageId } = await registered('owner@mail.test');
    await answered(entry, 1);
    await arrives(imap, { from: 'stranger@mail.test', text: 'Отзываю обращение', inReplyTo: messageId });
    const other = await entryOf('stranger@mail.test');
    expect((await eventsOf(other)).find(({ kind }) => kind === 'note')).toMatchObject({
      text: expect.stringContaining(
        `обращение № ${entry.number}, но пришло не с адреса его автора`,
      ) as unknown as string,
      open: false,
    });
    expect((await eventsOf(entry)).map(({ kind }) => kind)).toEqual(['registered']);
    expect((await entryOf('owner@mail.test')).state).toBe('answered');
    const confirmation = await world.mail.waitForLetter({ to: 'stranger@mail.test' });
    expect(confirmation.raw + confirmation.text).not.toContain(entry.number);
  });

  it('is not swallowed when another letter bears its Message-ID, and takes no place in the thread of that one', async () => {
    const { entry, messageId } = await registered('first@mail.test');
    await arrives(imap, { from: 'evil@mail.test', text: 'С чужим номером', messageId });
    const evil = await entryOf('evil@mail.test');
    expect(evil.text).toBe('С чужим номером');
    await arrives(imap, { from: 'first@mail.test', text: 'Моё второе', inReplyTo: messageId });
    await eventually(async () => (await eventsOf(entry)).some(({ text }) => text === 'Моё второе'));
    expect((await eventsOf(evil)).some(({ text }) => text === 'Моё второе')).toBe(false);
  });

  it('is known by the letter that it answers, too', async () => {
    await giveResident(world, 'answering');
    const [row] = await world.database.query<{ id: string }>(
      `INSERT INTO letters (kind, recipient, subject, data, not_after, user_id)
       SELECT 'password-changed', email, 'Пароль', '{}', now() + interval '1 day', id FROM users WHERE login = 'answering' RETURNING id`,
    );
    await arrives(imap, { from: 'answering@example.test', inReplyTo: `<${row!.id}@kabinet.maxkom.ru>` });
    const events = await eventsOf(await entryOf('answering@example.test'));
    expect(events.find(({ kind }) => kind === 'matched')!.text).toMatch(/по нашему письму/);
  });
});

describe('A program that answers', () => {
  it('gets no number and no answer, whatever it calls itself', async () => {
    const kinds: Record<string, string>[] = [
      { 'Auto-Submitted': 'auto-replied' },
      { Precedence: 'bulk' },
      { 'X-Autoreply': 'yes' },
      { 'List-Id': '<news.mail.test>' },
      { Subject: 'Автоответ: я в отпуске' },
      { 'Return-Path': '<>' },
      { From: 'MAILER-DAEMON@mx.mail.test' },
      { From: 'noreply@kabinet.maxkom.ru' },
      { From: 'office@kabinet.test' },
    ];
    const before = await world.database.query('SELECT id FROM appeals');
    for (const headers of kinds) await arrives(imap, { from: 'robot@mail.test', headers });
    await arrives(imap, { from: 'human@mail.test' });
    await entryOf('human@mail.test');
    expect(await world.database.query('SELECT id FROM appeals')).toHaveLength(before.length + 1);
    await lettersAreOut(world);
    await world.mail.noLetter({ to: 'robot@mail.test', within: 200 });
  });

  it('stands folded in the conversation, and a letter that came back marks it', async () => {
    await arrives(imap, { from: 'away@mail.test' });
    const entry = await entryOf('away@mail.test');
    const { messageId } = await world.mail.waitForLetter({ to: 'away@mail.test', subject: entry.number });
    await answered(entry, 1);
    await arrives(imap, {
      from: 'away@mail.test',
      subject: 'Автоответ',
      text: 'Я в отпуске',
      inReplyTo: messageId,
    });
    const report = [
      '--x',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'User unknown',
      '--x',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.mail.test',
      '',
      'Final-Recipient: rfc822; away@mail.test',
      'Action: failed',
      '--x',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${messageId}`,
      '--x--',
      '',
    ].join('\r\n');
    await arrives(imap, {
      ...{ from: 'mailer-daemon@mx.mail.test', subject: 'Undelivered', body: Buffer.from(report) },
      headers: { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' },
    });
    const events = await eventually(async () => {
      const all = await eventsOf(entry);
      return all.some(({ kind }) => kind === 'undelivered') && all;
    });
    expect(events.map(({ kind, open }) => [kind, open])).toEqual([
      ['registered', true],
      ['auto-reply', false],
      ['undelivered', false],
    ]);
    expect(events[2]!.text).toContain('User unknown');
    expect((await entryOf('away@mail.test')).state).toBe('answered');
  });

  it('that pretends to be a person gets one confirmation an hour, and three a day', async () => {
    const told = () => world.mail.letters.filter(({ to }) => to.includes('loop@mail.test')).length;
    const writes = async (count: number) => {
      const before = (await entriesOf('loop@mail.test')).length;
      for (let letter = 0; letter < count; letter += 1) {
        await arrives(imap, { from: 'loop@mail.test', text: `Ваше письмо ${before + letter} получено` });
      }
      await eventually(async () => (await entriesOf('loop@mail.test')).length === before + count);
      await lettersAreOut(world);
    };
    await writes(4);
    expect(told()).toBe(1);
    for (let hour = 0; hour < 4; hour += 1) {
      await calendar.pass(61 * 60_000, world.product, second);
      await world.database.query('UPDATE rate_limits SET expire = expire - 61 * 60000');
      await writes(1);
    }
    expect(told()).toBe(3);
  });
});

describe('A mailbox that is read by two', () => {
  it('gives each of 200 letters to one of them, once', async () => {
    for (let letter = 0; letter < 200; letter += 1) await arrives(imap, { from: `many-${letter}@mail.test` });
    const count = async () =>
      (await world.database.query("SELECT id FROM appeals WHERE author_email LIKE 'many-%'")).length;
    await eventually(async () => (await count()) === 200, 120_000);
    await read();
    expect(await count()).toBe(200);
  });

  it('is not read twice when the server numbers all letters anew', async () => {
    await read();
    const all = () =>
      world.database.query<Entry>('SELECT author_email, title FROM appeals ORDER BY sequence');
    const before = await all();
    await imap.dovecot.renumber();
    await arrives(imap, { from: 'renumbered@mail.test' });
    await entryOf('renumbered@mail.test');
    await read();
    expect(await all()).toEqual([...before, { author_email: 'renumbered@mail.test', title: 'Вопрос' }]);
  });

  it('loses nothing and takes nothing twice when both are killed in the middle', async () => {
    const senders = Array.from({ length: 60 }, (_, letter) => `killed-${letter}@mail.test`);
    for (const from of senders) await arrives(imap, { from });
    for (let round = 0; round < 3; round += 1) {
      const before = await world.database.query("SELECT id FROM appeals WHERE author_email LIKE 'killed-%'");
      await eventually(async () => {
        const now = await world.database.query("SELECT id FROM appeals WHERE author_email LIKE 'killed-%'");
        return now.length > before.length || now.length === senders.length;
      });
      await Promise.all([world.product.kill(), second.kill()]);
      await Promise.all([world.product.restart(), second.restart()]);
    }
    await eventually(
      async () =>
        (await world.database.query("SELECT id FROM appeals WHERE author_email LIKE 'killed-%'")).length >=
        senders.length,
    );
    await read();
    const rows = await world.database.query<{ author_email: string }>(
      "SELECT author_email FROM appeals WHERE author_email LIKE 'killed-%'",
    );
    expect(rows.map((row) => row.author_email).sort()).toEqual(senders.sort());
  });

  it('gives a letter again that came twice only once', async () => {
    const letter = written({ from: 'twice@mail.test' });
    await arrives(imap, letter);
    await arrives(imap, Buffer.concat([Buffer.from('Received: from relay.mail.test\r\n'), letter]));
    await entryOf('twice@mail.test');
    await read();
    expect(await entriesOf('twice@mail.test')).toHaveLength(1);
  });

  it('has no errors in the log after all that', () => {
    expect([...world.product.errors(), ...second.errors()]).toEqual([]);
  });
});
