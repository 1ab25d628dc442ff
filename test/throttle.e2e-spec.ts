import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from './support/eventually.js';
import { PASSWORD, register, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await register(world, 'owner');
});
afterAll(() => world?.stop());

async function attempt(password: string, visitor = world.visitor('127.0.0.66')) {
  return (await visitor.get('/auth/')).form('/auth/login').submit({ login: 'owner', password });
}

describe('An attacker who guesses passwords', () => {
  it('is stopped after ten, even with the right one, and cannot lock the owner out', async () => {
    const owner = await signIn(world, 'owner', world.visitor('127.0.0.1'));
    await (await owner.get('/accounts')).form('/auth/logout').submit({});
    for (let guess = 1; guess <= 10; guess += 1) {
      expect((await attempt(`guess ${guess}`)).status).toBe(422);
    }
    const stopped = await attempt(PASSWORD);
    expect(stopped.status).toBe(429);
    expect(stopped.headers['retry-after']).toMatch(/^\d+$/);
    expect(stopped.errors[0]).toMatch(
      /^Слишком много попыток входа\. Подождите \d+ минут[уы]? или восстановите пароль\.$/,
    );

    // The browser that has signed in before has a counter of its own.
    await signIn(world, 'owner', owner);
    // And whoever has the mailbox opens the door again.
    const elsewhere = world.visitor('127.0.0.77');
    await (
      await elsewhere.get('/auth/?forgot_password=yes')
    )
      .form('/auth/recovery')
      .submit({ login: 'owner' });
    const letter = await world.mail.waitForLetter({
      to: 'owner@example.test',
      subject: 'Запрос на смену пароля',
    });
    const form = (await elsewhere.get(letter.links.find((link) => link.includes('USER_CHECKWORD'))!)).form(
      '/auth/password',
    );
    await form.submit({ password: 'облако и сито 9', repeat: 'облако и сито 9' });
    const answer = await attempt('облако и сито 9', elsewhere);
    expect(answer.location).toBe('/accounts');
  });

  it('is told of to the owner at the next sign-in, with what the limit has stopped, at the cost of one write a second', async () => {
    await register(world, 'counted');
    const owner = await signIn(world, 'counted', world.visitor('127.0.0.3'));
    await (await owner.get('/accounts')).form('/auth/logout').submit({});
    const form = (await world.visitor('127.0.0.68').get('/auth/')).form('/auth/login');
    const statuses: number[] = [];
    for (let guess = 1; guess <= 45; guess += 1) {
      statuses.push((await form.submit({ login: 'counted', password: `guess ${guess}` })).status);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(35);
    await eventually(async () => {
      const rows = await world.database.query<{ count: number }>(
        "SELECT f.count FROM failed_sign_ins f JOIN users u ON u.id = f.user_id WHERE u.login = 'counted'",
      );
      return rows[0]?.count === 45;
    });
    const enter = (await owner.get('/auth/')).form('/auth/login');
    const inside = await (await enter.submit({ login: 'counted', password: PASSWORD })).follow();
    expect(inside.text).toContain('было 45 неудачных попыток войти');
  });

  it('is counted also when the guesses come all at once', async () => {
    await register(world, 'burst');
    const visitor = world.visitor('127.0.0.88');
    const form = (await visitor.get('/auth/')).form('/auth/login');
    const guess = (password: string) => form.submit({ login: 'burst', password });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => guess(`guess ${index}`)));
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  it('is counted also where one call has waited for another that began later', async () => {
    const take = "SELECT take_attempts($1, '{9, 9}', '{900, 900}')";
    const [first, waiter] = [
      new pg.Client({ connectionString: world.database.url }),
      new pg.Client({ connectionString: world.database.url }),
    ];
    await Promise.all([first.connect(), waiter.connect()]);
    try {
      await first.query('BEGIN');
      await first.query(take, [['of one']]);
      const waited = waiter.query(take, [['of one', 'of both']]);
      await eventually(async () => {
        const waiting = await world.database.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        return waiting.length > 0;
      });
      for (let guess = 1; guess <= 3; guess += 1) await world.database.query(take, [['of both']]);
      await first.query('COMMIT');
      await waited;
    } finally {
      await Promise.all([first.end(), waiter.end()]);
    }
    const counted = await world.database.query(
      "SELECT key, points FROM rate_limits WHERE key LIKE 'of %' ORDER BY key",
    );
    expect(counted).toEqual([
      { key: 'of both', points: 4 },
      { key: 'of one', points: 2 },
    ]);
  });

  it('cannot begin anew by registering the same address and signing in to that', async () => {
    await register(world, 'target');
    const visitor = world.visitor('127.0.0.91');
    const own = {
      ...registration('target@example.test'),
      password: 'облако и сито 9',
      repeat: 'облако и сито 9',
    };
    await (await visitor.get('/auth/?register=yes')).form('/auth/registration').submit(own);
    const form = (await visitor.get('/auth/')).form('/auth/login');
    const statuses: number[] = [];
    for (let guess = 1; guess <= 12; guess += 1) {
      statuses.push((await form.submit({ login: 'target@example.test', password: `guess ${guess}` })).status);
      if (guess % 5 === 0) await form.submit({ login: 'target@example.test', password: 'облако и сито 9' });
    }
    expect(statuses.filter((status) => status === 422)).toHaveLength(10);
    expect(statuses.slice(10)).toEqual([429, 429]);
  });

  it('holds across instances and restarts', async () => {
    await world.product.restart();
    const visitor = world.visitor('127.0.0.89');
    const form = (await visitor.get('/auth/')).form('/auth/login');
    expect((await form.submit({ login: 'burst', password: PASSWORD })).status).toBe(429);
  });
});

describe('A flood', () => {
  it('of feedback from one address ends with 429', async () => {
    const visitor = world.visitor('127.0.0.90');
    const fields = { name: 'Иван', contact: 'ivan@example.test', text: 'Вопрос' };
    for (let count = 1; count <= 10; count += 1) {
      expect((await (await visitor.get('/contacts')).form('/feedback').submit(fields)).status).toBe(303);
    }
    const refused = await (await visitor.get('/contacts')).form('/feedback').submit(fields);
    expect(refused.status).toBe(429);
    expect(refused.errors[0]).toContain('Слишком много сообщений');
    expect(refused.form('/feedback').value('text')).toBe('Вопрос');
  });
});
