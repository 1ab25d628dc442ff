import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Client } from './support/client.js';
import { accountId, act, type ActionAnswer, enterOffice, hire, loadDemo } from './support/office.js';
import { giveResident, registration } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const SENT_BEFORE = 'Эта форма уже отправлена';

let world: World;
let chief: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const demo = await loadDemo(world);
  chief = await enterOffice(world, demo.login, demo.password);
  await hire(world, 'clerk', 'operator', 'Пётр Клерков');
  await giveResident(world, 'irina');
  const visitor = world.visitor();
  const form = (await visitor.get('/auth/?register=yes')).form('/auth/registration');
  await form.submit(registration('waiting'));
});
afterAll(() => world?.stop());

async function idOf(sql: string): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(sql);
  return row!.id;
}

async function count(what: string): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${what}`);
  return row!.count;
}

async function staffId(login: string): Promise<string> {
  return idOf(`SELECT id FROM staff WHERE login = '${login}'`);
}

async function residentId(login: string): Promise<string> {
  return idOf(`SELECT id FROM users WHERE login = '${login}'`);
}

async function wordId(): Promise<string> {
  await act(chief, `accounts/records/${await accountId(world, 7)}/issueWord`, TERMS);
  return idOf('SELECT id FROM code_words WHERE revoked_at IS NULL ORDER BY issued_at DESC LIMIT 1');
}

/** A letter without a secret, which has been sent. */
async function letterId(): Promise<string> {
  return idOf(
    `INSERT INTO letters (kind, recipient, recipient_name, subject, data, not_after, sent_at)
     VALUES ('password-changed', 'irina@example.test', '', 'Пароль изменён', '{}', now(), now()) RETURNING id`,
  );
}

async function exportId(): Promise<string> {
  return idOf("INSERT INTO reading_exports (format, rows) VALUES ('csv', 1) RETURNING id");
}

const TERMS = { maxUses: '1', days: '30' };
const FORMAT = { format: 'csv', encoding: 'utf-8' };

interface Press {
  readonly what: string;
  /** The address of the action. */
  readonly path: () => Promise<string>;
  readonly fields?: () => Promise<Record<string, unknown>>;
  readonly confirmed?: true;
  /** What one press makes one of. */
  readonly made: string;
}

/** Two accounts that no word opens yet: of others it is asked first. */
async function wordless(): Promise<string[]> {
  const rows = await world.database.query<{ id: string }>(
    'SELECT id FROM accounts WHERE id NOT IN (SELECT account_id FROM code_word_accounts) ORDER BY number LIMIT 2',
  );
  return rows.map(({ id }) => id);
}

const PRESSES: Press[] = [
  {
    what: 'gives somebody of the office a new password',
    path: async () => `staff/records/${await staffId('clerk')}/resetPassword`,
    made: "audit_events WHERE action = 'staff.password-changed'",
  },
  {
    what: 'adds somebody to the office',
    path: () => Promise.resolve('staff/actions/create'),
    fields: () => {
      const login = `new-${randomUUID().slice(0, 8)}`;
      return Promise.resolve({ name: 'Нина Новая', login, email: 'n@example.test', role: 'operator' });
    },
    made: 'staff',
  },
  {
    what: 'sends a resident the letter to set a password',
    path: async () => `residents/records/${await residentId('irina')}/sendWayIn`,
    made: "letters WHERE kind = 'recovery'",
  },
  {
    what: 'sends a resident the letter to confirm',
    path: async () => `residents/records/${await residentId('waiting')}/sendWayIn`,
    made: "letters WHERE kind = 'confirmation'",
  },
  {
    what: 'sends a letter again',
    path: async () => `letters/records/${await letterId()}/again`,
    made: "audit_events WHERE action = 'letter.again'",
  },
  {
    what: 'issues a word for an account',
    path: async () => `accounts/records/${await accountId(world, 5)}/issueWord`,
    fields: () => Promise.resolve(TERMS),
    made: 'code_words',
  },
  {
    what: 'issues a word for several accounts',
    path: () => Promise.resolve('code-words/actions/issue'),
    fields: async () => ({ accounts: await wordless(), ...TERMS }),
    made: 'code_words',
  },
  {
    what: 'issues a word anew',
    path: async () => `code-words/records/${await wordId()}/issueAnew`,
    made: 'code_words',
  },
  {
    what: 'sends readings to the accounting',
    path: () => Promise.resolve('reading-exports/actions/send'),
    fields: () => Promise.resolve({ ...FORMAT, everything: true, house: [], period: '', imported: false }),
    confirmed: true,
    made: 'jobs',
  },
  {
    what: 'has the file of an export written once more',
    path: async () => `reading-exports/records/${await exportId()}/fetch`,
    fields: () => Promise.resolve(FORMAT),
    made: 'jobs',
  },
];

describe('A form of the office whose button is pressed twice', () => {
  describe.each(PRESSES)('$what', ({ path, fields, confirmed, made }) => {
    async function pressing() {
      const address = await path();
      const typed = (await fields?.()) ?? {};
      const key = randomUUID();
      return () => act(chief, address, typed, key, confirmed);
    }

    it('once, when both come together', async () => {
      const press = await pressing();
      const before = await count(made);
      const answers = await Promise.all([press(), press()]);
      expect(await count(made)).toBe(before + 1);
      expectOnce(answers);
    });

    it('once, when the second comes later, since the answer was lost', async () => {
      const press = await pressing();
      const before = await count(made);
      const answers = [await press(), await press(), await press()];
      expect(await count(made)).toBe(before + 1);
      expectOnce(answers);
    });
  });

  it('shows the one password of the two that lets in', async () => {
    const address = `staff/records/${await staffId('clerk')}/resetPassword`;
    const key = randomUUID();
    const answers = await Promise.all([act(chief, address, {}, key), act(chief, address, {}, key)]);
    const shown = answers.flatMap(({ result }) => result?.words ?? []);
    expect(shown).toHaveLength(1);
    await enterOffice(world, 'clerk', shown[0]!.value);
  });

  it('may be sent again when it was refused, with what is right', async () => {
    const key = randomUUID();
    const fields = { name: 'Олег Второй', login: 'clerk', email: 'o@example.test', role: 'operator' };
    for (let press = 0; press < 2; press += 1) {
      const refused = await act(chief, 'staff/actions/create', fields, key);
      expect(refused.errors).toEqual({ login: 'Такой логин уже занят' });
    }
    await world.database.query("UPDATE staff SET login_key = 'clerk-before' WHERE login = 'clerk'");
    expect((await act(chief, 'staff/actions/create', fields, key)).result?.words).toHaveLength(1);
  });

  it('may be sent again when the portal failed in the middle of it', async () => {
    const address = `residents/records/${await residentId('irina')}/sendWayIn`;
    const key = randomUUID();
    const refusal = "ADD CONSTRAINT no_letters CHECK (kind <> 'recovery') NOT VALID";
    await world.database.query(`ALTER TABLE letters ${refusal}`);
    expect((await act(chief, address, {}, key)).status).toBe(500);
    await world.database.query('ALTER TABLE letters DROP CONSTRAINT no_letters');
    expect((await act(chief, address, {}, key)).message).toContain('отправлено');
  });

  it('is another one when it is opened anew', async () => {
    const address = `residents/records/${await residentId('irina')}/sendWayIn`;
    const before = await count("letters WHERE kind = 'recovery'");
    for (let press = 0; press < 2; press += 1) expect((await act(chief, address)).status).toBe(200);
    expect(await count("letters WHERE kind = 'recovery'")).toBe(before + 2);
  });
});

function expectOnce(answers: ActionAnswer[]): void {
  const done = answers.filter(({ status }) => status === 200);
  expect(done).toHaveLength(1);
  for (const { status, errors } of answers.filter((answer) => !done.includes(answer))) {
    expect(status).toBe(422);
    expect(errors?.['']).toContain(SENT_BEFORE);
  }
}
