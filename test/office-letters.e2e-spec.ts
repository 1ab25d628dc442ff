import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { announce } from './support/announcements.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { act, hire } from './support/office.js';
import { giveFlat } from './support/requests.js';
import { giveResident, registration } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const ROOT = '/office/letters';

let world: World;
let olga: Client;
let piter: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'owner');
  await giveFlat(world, 'owner', 'г. Иркутск, ул. Лесная, д. 4', '15');
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  piter = await hire(world, 'piter', 'operator', 'Пётр Ли');
});
afterAll(() => world?.stop());

async function idOf(login: string): Promise<string> {
  const rows = await world.database.query<{ id: string }>('SELECT id FROM users WHERE login = $1', [login]);
  return rows[0]!.id;
}

async function give(login: string): Promise<string> {
  await giveResident(world, login);
  return idOf(login);
}

interface GivenLetter {
  kind: string;
  user?: string;
  to?: string;
  subject?: string;
  data?: object | null;
  about?: string;
  /** Minutes since it was written. */
  ago?: number;
  state?: 'sent_at' | 'failed_at' | 'cancelled_at';
  code?: string;
}

/** A letter as the worker leaves it. */
async function giveLetter(given: GivenLetter): Promise<string> {
  const {
    kind,
    user,
    to,
    subject = 'УК: Письмо',
    data = {},
    about,
    ago = 60,
    state = 'sent_at',
    code,
  } = given;
  const [row] = await world.database.query<{ id: string }>(
    `INSERT INTO letters (kind, recipient, subject, user_id, auth_code_id, data, about, created_at, not_after, attempts, ${state})
     SELECT $1, coalesce($2, (SELECT email FROM users WHERE id = $3), 'someone@example.test'), $4, $3, $8, $5, $6,
       now() - $7 * interval '1 minute', now() + interval '1 day', 1, now() RETURNING id`,
    [kind, to ?? null, user ?? null, subject, data && JSON.stringify(data), about ?? null, ago, code ?? null],
  );
  return row!.id;
}

const rawOf = (id: string, who = olga) =>
  who.get(`${ROOT}/${id}/html`, { headers: { 'x-pane': '1' }, check: false });

async function again(id: string, who = olga): Promise<string> {
  const path = `${ROOT}/${id}/again`;
  const page = await (await (await who.get(`${ROOT}/${id}`)).form(path).submit({})).follow();
  return page.text;
}

const stateOf = async (id: string) =>
  (
    await world.database.query<{ sent: boolean; attempts: number }>(
      'SELECT sent_at IS NOT NULL AS sent, attempts FROM letters WHERE id = $1',
      [id],
    )
  )[0]!;

describe('The office reads a letter', () => {
  it('as it was sent, as HTML and as text', async () => {
    const user = await give('reader');
    expect((await act(olga, `residents/records/${user}/sendWayIn`)).status).toBe(200);
    const letter = await world.mail.waitForLetter({ to: 'reader@example.test', subject: 'смену пароля' });
    const [row] = await world.database.query<{ id: string }>(
      "SELECT id FROM letters WHERE user_id = $1 AND kind = 'recovery'",
      [user],
    );
    const page = await olga.get(`${ROOT}/${row!.id}`);
    expect(page.heading).toContain('Запрос на смену пароля');
    expect(page.text).toContain('кто-то, возможно вы, запросил смену пароля');
    expect(page.text).toContain('reader@example.test');
    const frame = await rawOf(row!.id);
    expect(frame.body).toContain('Контрольная строка: <strong');
    expect(frame.body).toContain('•••••');
    const [, code] = /USER_CHECKWORD=([A-Za-z0-9]{8})/.exec(letter.text)!;
    const [, link] = /[?&]k=([\w-]+)/.exec(letter.text)!;
    for (const secret of [code!, link!]) {
      for (const body of [page.body, frame.body]) expect(body).not.toContain(secret);
    }
  });

  it('with its secrets covered while the letter still holds them', async () => {
    const user = await give('waiting');
    const id = await giveLetter({
      ...{ kind: 'email-changed', user, state: 'cancelled_at' },
      data: { login: 'waiting', undo: 'secretundolink', until: 'завтра' },
    });
    expect((await rawOf(id)).body).toContain('•••••');
    for (const page of [await rawOf(id), await olga.get(`${ROOT}/${id}`)]) {
      expect(page.body).not.toContain('secretundolink');
    }
  });

  it('in a frame that runs nothing, loads nothing, leads nowhere and stands only here', async () => {
    const user = await give('framed');
    const id = await giveLetter({
      ...{ kind: 'announcement', user, subject: 'УК: <b>Объявление</b>' },
      data: { heading: 'Нет воды', text: '<script>alert(1)</script>', userNo: '1', page: '/announcements/1' },
    });
    const frame = await rawOf(id);
    expect(frame.headers['content-security-policy']).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    );
    expect(frame.body).not.toMatch(/<script|href=|src=/);
    expect(frame.body).toContain('&lt;script&gt;');
    const page = await olga.get(`${ROOT}/${id}`);
    expect(page.headers['content-security-policy']).toContain("frame-src 'self'");
    expect((await olga.get(ROOT)).headers['content-security-policy']).not.toContain('frame-src');
    // the link that switches letters off works without a sign-in: it is a secret of the resident
    expect(page.text).toContain('unsubscribe?to=•••••');
  });

  it('and is told where its words are kept no more', async () => {
    const user = await give('old');
    const id = await giveLetter({ kind: 'password-changed', user, data: null });
    expect((await olga.get(`${ROOT}/${id}`)).text).toContain('Текста нет: он хранится 30 дней');
    expect((await rawOf(id)).status).toBe(404);
  });

  it('on the card of a flat also after it was unlinked, where the letter is about this flat', async () => {
    const user = await give('gone');
    await giveFlat(world, 'gone', 'г. Иркутск, ул. Лесная, д. 4', '99');
    const [flat] = await world.database.query<{ id: string; link: string }>(
      'SELECT account_id AS id, id AS link FROM account_links WHERE user_id = $1',
      [user],
    );
    const card = async () => (await olga.get(`/office/accounts/${flat!.id}`)).text.replace(/\s+/g, ' ');
    await giveLetter({ kind: 'receipt', user, data: null, about: `${flat!.id} 2026-10` });
    await giveLetter({ kind: 'password-changed', user, data: { login: 'gone' } });
    expect(await card()).toContain('Пароль изменён');
    const path = `/office/accounts/${flat!.id}/people/${flat!.link}/unlink`;
    await (await olga.get(path)).form(path).submit({ reason: 'Продана' });
    const after = await card();
    expect(after).toContain('Новая квитанция счет теперь не привязан');
    expect(after).toContain('Лицевой счет отвязан счет теперь не привязан');
    expect(after).not.toContain('Пароль изменён');
    expect(after).toMatch(/Сейчас никто не привязан: последнего отвязали \d+ [а-я]+ 20\d\d\./);
  });

  it('by way of the resident and of the flat, and the journal knows who has looked', async () => {
    const user = await give('known');
    await world.database.query(
      `INSERT INTO account_links (user_id, account_id) SELECT $1, id FROM accounts ORDER BY number LIMIT 1`,
      [user],
    );
    const id = await giveLetter({ kind: 'password-changed', user, data: { login: 'known' } });
    expect((await olga.get(`/office/residents/${user}`)).body).toContain(`${ROOT}/${id}`);
    const [flat] = await world.database.query<{ id: string }>(
      'SELECT id FROM accounts ORDER BY number LIMIT 1',
    );
    expect((await olga.get(`/office/accounts/${flat!.id}`)).body).toContain(`${ROOT}/${id}`);
    await piter.get(`${ROOT}/${id}`);
    const seen = await world.database.query<{ who: string }>(
      "SELECT actor_name AS who FROM audit_events WHERE action = 'user.viewed' AND object_id = $1",
      [user],
    );
    expect(seen.map(({ who }) => who)).toContain('Пётр Ли');
  });

  it('by its frame alone, and the journal knows that too', async () => {
    const user = await give('framed-alone');
    const id = await giveLetter({ kind: 'password-changed', user, data: { login: 'framed-alone' } });
    expect((await rawOf(id, piter)).status).toBe(200);
    const seen = await world.database.query(
      "SELECT FROM audit_events WHERE action = 'user.viewed' AND object_id = $1",
      [user],
    );
    expect(seen).toHaveLength(1);
  });

  it('finds it by words of the name in any order, by the address, by how it stands', async () => {
    const user = await give('seldom');
    const id = await giveLetter({
      kind: 'password-changed',
      user,
      state: 'failed_at',
      to: 'seldom@example.test',
    });
    for (const query of ['q=seldom', 'q=seldom&show=failed', `resident=${user}`]) {
      expect([query, (await olga.get(`${ROOT}?${query}`)).body.includes(id)]).toEqual([query, true]);
    }
    expect((await olga.get(`${ROOT}?q=seldom&show=waiting`)).text).toContain('Ничего не нашли');
    for (const odd of ['q=%25_%5C', 'resident=1&before=2&show=3', 'q=%D0%B0&q=%D0%B1', `before=${user}`]) {
      expect([odd, (await olga.get(`${ROOT}?${odd}`)).status]).toEqual([odd, 200]);
    }
    expect((await olga.get(`${ROOT}/${user}`)).status).toBe(404);
  });
});

describe('The office sends a letter again', () => {
  it('once, however often it is pressed and by whom', async () => {
    const user = await give('twice');
    const id = await giveLetter({ kind: 'password-changed', user, data: { login: 'twice' } });
    world.mail.clear();
    const path = `${ROOT}/${id}/again`;
    const forms = [
      (await olga.get(`${ROOT}/${id}`)).form(path),
      (await piter.get(`${ROOT}/${id}`)).form(path),
    ];
    const answers = await Promise.all([forms[0]!.submit({}), forms[0]!.submit({}), forms[1]!.submit({})]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    await world.mail.waitForLetter({ to: 'twice@example.test' });
    await eventually(async () => ((await stateOf(id)).sent ? true : undefined));
    expect((await stateOf(id)).attempts).toBe(1);
    const told = await world.database.query(
      "SELECT FROM audit_events WHERE action = 'letter.again' AND object_id = $1",
      [id],
    );
    expect(told).toHaveLength(1);
    expect((await olga.get(`${ROOT}/${id}`)).text).toContain('Письмо отправлено снова');
  });

  it('and hears the truth when the same page is sent once more after a fault', async () => {
    const user = await give('faulty');
    const id = await giveLetter({ kind: 'password-changed', user, data: { login: 'faulty' } });
    const form = (await olga.get(`${ROOT}/${id}`)).form(`${ROOT}/${id}/again`);
    await world.database.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
       CREATE TRIGGER refuse BEFORE UPDATE ON letters FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    expect((await form.submit({}, { check: false })).status).toBe(500);
    await world.database.query('DROP FUNCTION refuse CASCADE');
    world.mail.clear();
    expect((await (await form.submit({})).follow()).text).toContain('Письмо отправляется.');
    await world.mail.waitForLetter({ to: 'faulty@example.test' });
  });

  it('and both halves of a double press hear what stands against it', async () => {
    const user = await give('obstacle');
    const id = await giveLetter({ kind: 'password-changed', user, data: { login: 'obstacle' } });
    const form = (await olga.get(`${ROOT}/${id}`)).form(`${ROOT}/${id}/again`);
    await world.database.query("UPDATE users SET status = 'blocked' WHERE id = $1", [user]);
    for (const answer of await Promise.all([form.submit({}), form.submit({})])) {
      expect(answer.status).toBe(303);
    }
    const again = await (await form.submit({})).follow();
    expect(again.text).toContain('Не отправлено. Доступ жителя закрыт.');
  });

  it('with a new code, which nobody here sees, and not when the code is spent', async () => {
    const user = await give('coded');
    await act(olga, `residents/records/${user}/sendWayIn`);
    const first = await world.mail.waitForLetter({ to: 'coded@example.test', subject: 'смену пароля' });
    const [row] = await world.database.query<{ id: string }>(
      "SELECT id FROM letters WHERE user_id = $1 AND kind = 'recovery'",
      [user],
    );
    await eventually(async () => ((await stateOf(row!.id)).sent ? true : undefined));
    expect(await again(row!.id)).toContain('Письмо составлено заново и отправляется.');
    const second = await world.mail.waitForLetter({ to: 'coded@example.test', subject: 'смену пароля' });
    const codes = [first, second].map(({ text }) => /USER_CHECKWORD=([A-Za-z0-9]{8})/.exec(text)![1]);
    expect(codes[0]).not.toBe(codes[1]);
    const page = await olga.get(`${ROOT}/${row!.id}`);
    expect(page.text).toContain('Отправить снова нельзя. Код или ссылка из этого письма уже использованы');
    expect(page.body).not.toContain(`${ROOT}/${row!.id}/again`);
  });

  const refused: readonly [string, string, (user: string) => Promise<GivenLetter>][] = [
    [
      'it waits already',
      'Письмо уже отправляется',
      async (user) => ({ kind: 'slip-issued', user, data: { login: 'x' } }),
    ],
    [
      'it was withdrawn',
      'Письмо отозвано до отправки',
      async (user) => ({ kind: 'receipt', user, data: null, state: 'cancelled_at' }),
    ],
    [
      'its words are gone',
      'Текст письма уже удалён',
      async (user) => ({ kind: 'password-changed', user, data: null }),
    ],
    [
      'its receiver is forgotten',
      'адрес и тема уже удалены',
      async (user) => ({ kind: 'password-changed', user, to: '' }),
    ],
    [
      'the resident has another address now',
      'теперь другой E-mail',
      async (user) => ({ kind: 'password-changed', user, to: 'before@example.test' }),
    ],
    [
      'the resident has switched such letters off',
      'отключил такие письма',
      async (user) => ({ kind: 'receipt', user, data: { userNo: '1' }, about: user }),
    ],
    [
      'there was a link in it that is kept nowhere',
      'личная ссылка',
      async () => ({ kind: 'executor-order', data: { number: '1', url: '•••••' } }),
    ],
    [
      'it told of an hour that is over',
      'уже изменилось или закончилось',
      async () => ({ kind: 'appeals-due', data: {} }),
    ],
    [
      'what it announced is over',
      'уже изменилось или закончилось',
      async (user) => ({
        kind: 'outage',
        user,
        data: { heading: 'Нет воды' },
        about: await announce(world, 'all', { to: -0.5 }),
      }),
    ],
    [
      'there is a newer one about the same',
      'есть письмо новее',
      async (user) => {
        await giveLetter({ kind: 'request-news', user, data: { request: 'r1' }, ago: 5 });
        return { kind: 'request-news', user, data: { request: 'r1' }, ago: 50 };
      },
    ],
  ];
  it.each(refused)('not when %s, and says why', async (what, words, given) => {
    const user = await give(`no${refused.findIndex(([one]) => one === what)}`);
    const id = await giveLetter(await given(user));
    if (what === 'it waits already') {
      await world.database.query(
        "UPDATE letters SET sent_at = NULL, next_attempt_at = now() + interval '1 hour' WHERE id = $1",
        [id],
      );
    }
    const page = await olga.get(`${ROOT}/${id}`);
    expect(page.text).toContain('Отправить снова нельзя.');
    expect(page.text).toContain(words);
    // a page that was opened before
    const sent = await olga.post(`${ROOT}/${id}/again`, {
      _csrf: page.form('/office/sign-out').value('_csrf')!,
      _key: `key-${id}`,
    });
    expect((await sent.follow()).text).toContain(words);
    await world.database.query('DELETE FROM letters WHERE id = $1', [id]);
  });

  it('not to whom the cabinet is closed', async () => {
    const user = await give('closed');
    const id = await giveLetter({ kind: 'password-changed', user });
    await act(olga, `residents/records/${user}/block`, { reason: 'По просьбе жителя' });
    expect((await olga.get(`${ROOT}/${id}`)).text).toContain('Доступ жителя закрыт');
  });

  it('of a registration that waits, and not after it was confirmed', async () => {
    const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
    await form.submit(registration('newcomer'));
    await world.mail.waitForLetter({ to: 'newcomer@example.test', subject: 'Подтверждение регистрации' });
    const find = async () =>
      (
        await world.database.query<{ id: string }>(
          `SELECT id FROM letters WHERE kind = 'confirmation' AND sent_at IS NOT NULL
           AND user_id = (SELECT id FROM users WHERE login = 'newcomer') ORDER BY created_at DESC LIMIT 1`,
        )
      )[0];
    const { id } = await eventually(find);
    expect(await again(id)).toContain('составлено заново');
    await world.database.query(
      "UPDATE users SET status = 'active', email_confirmed_at = now() WHERE login = 'newcomer'",
    );
    expect((await olga.get(`${ROOT}/${id}`)).text).toContain('Отправить снова нельзя.');
  });
});
