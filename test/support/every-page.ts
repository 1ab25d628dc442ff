import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Secrets } from '../../src/core/secrets.js';
import { giveAppeal } from './appeals.js';
import { announce } from './announcements.js';
import type { Client } from './client.js';
import { giveUnreadFile } from './imports.js';
import { giveMeter, giveWaiting, openWindow } from './meters.js';
import { act, enterOffice, loadDemo } from './office.js';
import { projectPath } from './project.js';
import { sendRequest } from './requests.js';
import { giveResident, registration, signIn } from './resident.js';
import { startWorld, type World } from './world.js';

const APP_SECRET = 'a secret of this suite, which signs its links';
const DAY_MS = 86_400_000;

/** A company in which every page has something to say, and the addresses of them all. */
export interface Company {
  world: World;
  /** The resident, and an administrator of the office. */
  login: string;
  chief: { login: string; password: string };
  office: Client;
  account: string;
  /** The month of the last receipt, `2026-10`. */
  month: string;
  house: string;
  /** Addresses by the routes of `test/routes.txt`; null for what is no page. */
  pages: Record<string, string | null>;
}

/** Routes of all pages by `test/routes.txt`, so that a new page cannot be left out. */
function routesOfPages(): string[] {
  return readFileSync(projectPath('test', 'routes.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => /^GET (\S+) /.exec(line)?.[1] ?? []);
}

/** The demo company with a resident who has used every service. */
export async function openCompany(): Promise<Company> {
  const world = await startWorld({ THROTTLE_FACTOR: '1000', APP_SECRET });
  try {
    return await filled(world);
  } catch (error) {
    await world.stop();
    throw error;
  }
}

async function filled(world: World): Promise<Company> {
  const chief = await loadDemo(world);
  await openWindow(world);
  const login = 'irina';
  await giveResident(world, login);
  const [own] = await world.database.query<{
    account: string;
    house: string;
    address: string;
    month: string;
  }>(
    `WITH account AS (SELECT id, house_id, house, address FROM account_places ORDER BY number OFFSET 14 LIMIT 1),
       link AS (INSERT INTO account_links (user_id, account_id) SELECT u.id, a.id FROM users u, account a WHERE u.login = $1)
     SELECT a.id AS account, a.house_id AS house, a.house AS address, to_char(max(d.period), 'YYYY-MM') AS month
     FROM account a JOIN payment_documents d ON d.account_id = a.id GROUP BY 1, 2, 3`,
    [login],
  );
  const { account, month, house, address } = own!;
  const irina = await signIn(world, login);
  await giveResident(world, 'oleg');
  const [family] = await world.database.query<{ link: string }>(
    `INSERT INTO account_links (user_id, account_id, role) SELECT id, $1, 'family' FROM users WHERE login = 'oleg' RETURNING id AS link`,
    [account],
  );
  await invite(world, 'vera', login);
  await invite(world, login, 'guest');
  const office = await enterOffice(world, chief.login, chief.password);
  const certificate = await sendReadings(world, irina, account);
  const meter = await giveMeter(world, account, {
    place: 'Санузел',
    readings: [['100'], ['105'], ['110'], ['116']],
  });
  const unusual = await giveWaiting(world, meter, login, ['480']);
  const request = await sendRequest(irina, account, { text: 'Капает из-под мойки, вода на полу' });
  const announcement = await announce(world, [address]);
  const entry = await giveAppeal(world, {
    ...{ author: login, account, publish: true, title: 'Шум лифта по ночам' },
    ...{ registeredAt: new Date(Date.now() - 10 * DAY_MS) },
    answer: 'Подрядчик проверил лифт: стук дают изношенные опоры лебёдки. Заменим их на этой неделе.',
  });
  const paper = await giveAppeal(world, {
    ...{ channel: 'paper', account, name: 'Павлова Вера Сергеевна', title: 'Скамейка у подъезда' },
    ...{ text: 'Поставьте, пожалуйста, скамейку у второго подъезда.', publish: true },
    answer: 'Скамейку поставим в мае, когда просохнет земля.',
  });
  const executor = await act(office, 'executors/actions/add', {
    ...{ name: 'Кузнецов Олег', trade: 'сантехник', badge: '200' },
  });
  if (executor.status !== 200) throw new Error(`No executor: ${JSON.stringify(executor)}`);
  await world.database.query(
    `UPDATE service_requests SET executor_id = (SELECT id FROM executors WHERE name = 'Кузнецов Олег'), started_at = now()
     WHERE id = $1`,
    [request],
  );
  const order = (await office.get(`/office/requests/${request}/order`)).link('Открыть страницу исполнителя');
  await signIn(world, login);
  const [, session] =
    /profile\/sessions\/([\w-]+)\/end/.exec((await irina.get('/profile/sessions')).body) ?? [];
  const [user] = await world.database.query<{
    id: string;
    link: string;
    no: string;
    last: string;
    now: string;
  }>(
    `SELECT id, (SELECT l.id FROM account_links l WHERE l.user_id = users.id) AS link, public_no AS no, to_char(now() + interval '2 days', 'YYYY-MM-DD') AS last,
       to_char(now() AT TIME ZONE 'Asia/Irkutsk', 'YYYY-MM') AS now FROM users WHERE login = $1`,
    [login],
  );
  const [row] = await world.database.query<{ id: string }>(
    `INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
     SELECT b.id, 'payments', 12, left(number, 8) || 'О' || right(number, 1), 394079, jsonb_build_object('type', 'payment',
       'paidOn', '2026-11-12', 'payer', 'Павлова Вера Сергеевна', 'purpose', 'Оплата ЖКУ, ' || address, 'named', '[]'::jsonb)
     FROM batches b, (SELECT number, address FROM account_places WHERE id = $1) a WHERE b.undone_at IS NULL LIMIT 1 RETURNING id`,
    [account],
  );
  const [letter] = await world.database.query<{ id: string }>(
    `INSERT INTO letters (kind, recipient, subject, user_id, data, not_after, sent_at)
     SELECT 'password-changed', email, 'Пароль изменён', id, '{"login": "irina"}', now(), now() FROM users WHERE login = $1
     RETURNING id`,
    [login],
  );
  const [mailing] = await world.database.query<{ id: string }>(
    `INSERT INTO mailings (id, audience, audience_words, subject, text, signature, written_at, written_by)
     SELECT gen_random_uuid(), jsonb_build_object('house', $1::text), 'ул. Лесная, 4', 'Собрание 5 декабря', 'Ждём вас в 18:00.',
       'Мастер участка', now(), id FROM staff LIMIT 1 RETURNING id`,
    [house],
  );
  await world.database.query(
    `INSERT INTO destruction_acts (user_id, subject, asked_at, destroyed_at, reason, destroyed, event_id)
     SELECT id, 'Ким Вера Львовна', now() - interval '7 days', now(), 'Согласие отозвано', '[{"what": "письма", "rows": 3}]', 1
     FROM users WHERE login = $1`,
    [login],
  );
  const [agreed] = await world.database.query<{ sha: string }>(
    "SELECT text_sha256 AS sha FROM consent_texts WHERE document = 'personal-data'",
  );
  const unread = await giveUnreadFile(world);
  const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
  await form.submit(registration('halfway'));
  const [halfway] = await world.database.query<{ id: string }>(
    "SELECT id FROM users WHERE login = 'halfway'",
  );
  const signed = (purpose: string, value: string) =>
    encodeURIComponent(new Secrets(APP_SECRET).sign(purpose, value));
  const orders = order.replace(world.product.url, '');

  const [closed] = await world.database.query<{ id: string }>(
    `UPDATE accounts SET closed = true, closed_on = '2026-10-31'
     WHERE id = (SELECT id FROM accounts ORDER BY number DESC LIMIT 1) RETURNING id`,
  );
  const [recipient] = await world.database.query<{ id: string }>(
    'SELECT min(id)::text AS id FROM recipients',
  );
  const [passkey] = await world.database.query<{ id: string }>(
    `INSERT INTO passkeys (user_id, credential, public_key, counter, name, created_at)
     SELECT id, 'key-of-irina', '', 0, 'Телефон Android, Chrome', now() FROM users WHERE login = $1 RETURNING id`,
    [login],
  );
  const [wish] = await world.database.query<{ deed: string; device: string }>(
    `WITH asking AS (INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
         VALUES ('asking', 'asking', 'Просьбина Вера Львовна', 'asking@example.test', '', now(), 'operator') RETURNING id),
       deed AS (INSERT INTO resident_deeds (user_id, kind, fields, ground, staff_id, asked_at)
         SELECT u.id, 'email', '{"email": "vera-new@example.test"}', 'паспорт сверен', a.id, now() FROM users u, asking a
         WHERE u.login = 'vera' RETURNING id),
       device AS (INSERT INTO lost_devices (user_id, ground, staff_id, asked_at, due_at, told_to)
         SELECT u.id, 'паспорт сверен', a.id, now(), now() + interval '1 day', u.email FROM users u, asking a
         WHERE u.login = 'oleg' RETURNING id)
     SELECT deed.id AS deed, device.id AS device FROM deed, device`,
  );
  const pages: Record<string, string | null> = {};
  for (const route of routesOfPages()) {
    pages[route] = route
      .replace('/accounts/:id', `/accounts/${account}`)
      .replace(':period', month)
      .replace(':month', month)
      .replace(/:certificate(Id)?\b/, certificate)
      .replace('/announcements/:id', `/announcements/${announcement}`)
      .replace('/book/entries/:id', `/book/entries/${entry}`)
      .replace(
        /\/office\/messages\/(new\/)?:id/,
        (_, added: string = '') => `/office/messages/${added}${paper}`,
      )
      .replace('/publication/:id', `/publication/${entry}`)
      .replace('/requests/:id', `/requests/${request}`)
      .replace('/requests/new/:id', `/requests/new/${request}`)
      .replace('/unknown-rows/:id', `/unknown-rows/${row!.id}`)
      .replace('/profile/passkeys/:id', `/profile/passkeys/${passkey!.id}`)
      .replace('/profile/sessions/:id', `/profile/sessions/${session}`)
      .replace('/approvals/:id', `/approvals/${wish!.deed}`)
      .replace('/approvals/device/:id', `/approvals/device/${wish!.device}`)
      .replace(/\/residents\/:id\/(confirm|remove)/, (_, deed: string) => `/residents/${halfway!.id}/${deed}`)
      .replace('/office/letters/:id', `/office/letters/${letter!.id}`)
      .replace('/office/letters/lists/:id', `/office/letters/lists/${mailing!.id}`)
      .replace('/residents/:id', `/residents/${user!.id}`)
      .replace('/people/:link', `/people/${user!.link}`);
  }
  for (const route of NO_PAGES) pages[route] = null;
  Object.assign(pages, {
    '/invitations': `/invitations?to=${INVITATION}`,
    '/accounts/:id/people/:link/end': `/accounts/${account}/people/${family!.link}/end`,
    '/office/personal/consents/:sha256': `/office/personal/consents/${agreed!.sha}`,
    '/orders': orders,
    '/orders/:id': orders.replace('/orders', `/orders/${request}`),
    '/readings/send': `/readings/send?to=${signed('readings link', [user!.no, account, user!.now, user!.last].join('_'))}`,
    '/letters/unsubscribe': `/letters/unsubscribe?to=${signed('unsubscribe', `${user!.no}-readings`)}`,
    '/office/accounts/:id/meters/:meter': `/office/accounts/${account}/meters/${meter}`,
    '/office/accounts/:id/meters/:meter/:reading': `/office/accounts/${account}/meters/${meter}/${unusual}`,
    '/office/accounts/:id/receipts': `/office/accounts/${account}/receipts`,
    '/office/accounts/:id/reopen': `/office/accounts/${closed!.id}/reopen`,
    '/office/houses/:id': `/office/houses/${house}`,
    '/office/houses/:id/flats': `/office/houses/${house}/flats`,
    '/office/imports/:id/columns': `/office/imports/${unread}/columns`,
    '/office/imports/:id/columns/:what': `/office/imports/${unread}/columns/meters`,
    '/office/requisites/:id': `/office/requisites/${recipient!.id}`,
    '/office/search': '/office/search?q=15',
    '/office/readings/missing': `/office/readings/missing?house=${house}`,
    '/office/readings/missing/print': `/office/readings/missing/print?house=${house}`,
    '/office/readings/missing/remind': `/office/readings/missing/remind?house=${house}`,
    '/office/readings/unusual/:reading': `/office/readings/unusual/${unusual}`,
    '/office/readings/sheet': `/office/readings/sheet?house=${house}`,
  });
  const lost = Object.entries(pages).filter(([, path]) => path?.includes(':'));
  if (lost.length > 0) {
    throw new Error(`Pages without an address: ${lost.map(([route]) => route).join(', ')}`);
  }
  return { world, login, chief, office, account, month, house, pages };
}

/** Of the link by which the resident is invited to another flat. */
const INVITATION = `11111111-2222-4333-8444-555555555555.${'k'.repeat(43)}`;

/** Lets an owner invite somebody; one who has no account yet gets the first. */
async function invite(world: World, owner: string, guest: string): Promise<void> {
  if (owner === 'vera') {
    await giveResident(world, owner);
    await world.database.query(
      `INSERT INTO account_links (user_id, account_id) SELECT u.id, (SELECT id FROM accounts ORDER BY number LIMIT 1)
       FROM users u WHERE u.login = $1`,
      [owner],
    );
  }
  await world.database.query(
    `INSERT INTO household_invitations (id, account_id, invited_by, email, email_key, role, until, sees_money, token_hmac,
       created_at, expires_at)
     SELECT $3, l.account_id, u.id, $2, $2, 'tenant', now() + interval '90 days', true, $4, now(), now() + interval '7 days'
     FROM users u JOIN account_links l ON l.user_id = u.id WHERE u.login = $1`,
    [
      ...[owner, `${guest}@example.test`, owner === 'vera' ? INVITATION.slice(0, 36) : randomUUID()],
      new Secrets(APP_SECRET).mac('household invitation', INVITATION),
    ],
  );
}

/** Files, pieces of pages, answers to scripts, and addresses that only lead on. */
const NO_PAGES = [
  ...['/.well-known/security.txt', '/health', '/health/live', '/health/ready', '/help/instruction.pdf'],
  '/office/help/instruction.pdf',
  '/office/personal/acts/:id',
  '/office/help/files/:file',
  '/office/doctor/packet.json',
  // whoever has a key comes in by it alone, and suites come in by passwords: staff-passkeys.browser looks at it
  '/staff/passkeys/:id',
  ...['/accounts/:id/dates.ics', '/accounts/:id/pay/code.png', '/accounts/:id/readings/history.csv'],
  ...['/accounts/:id/receipts/:period/pdf', '/office/accounts/:id/receipt'],
  ...[
    '/office/accounts/:id/papers/:paper',
    '/office/accounts/:id/receipts/:period',
    '/office/documents/:id',
    '/office/find',
    '/office/letters/:id/html',
    '/office/letters/lists/:id/html',
    '/office/messages/report.xlsx',
  ],
  ...['/office/requests/events', '/office/requests/changes', '/office/requests/places'],
  ...['/office/money/debtors.xlsx', '/office/money/turnover.xlsx', '/office/money/payments.xlsx'],
  ...['/office/requests/journal.xlsx', '/office/requests/report.xlsx'],
  ...['/office/readings/unusual/:reading/photos/:photo', '/office/readings/missing.xlsx'],
  ...['/office/messages/:id/templates/:template', '/office/messages/:id/files/:file'],
  ...['/accounts/:id/readings/certificates/:certificateId/photos/:photoId', '/orders/:id/photos/:photoId'],
  ...[
    '/book/entries/:id/files/:fileId',
    '/requests/:id/photos/:photoId',
    '/office/requests/:id/photos/:photoId',
  ],
  ...[
    '/services/balance',
    '/services/complaints',
    '/services/readings',
    '/services/receipt',
    '/services/request',
  ],
];

/** Sends this month's readings of all meters of an account through the form; gives the certificate's id. */
async function sendReadings(world: World, resident: Client, account: string): Promise<string> {
  const meters = await world.database.query<{ id: string; last: string[] }>(
    `SELECT m.id, r.reading AS last FROM meters m JOIN meter_accounts ma ON ma.meter_id = m.id
     JOIN LATERAL (SELECT reading FROM meter_readings WHERE meter_id = m.id ORDER BY id DESC LIMIT 1) r ON true
     WHERE ma.account_id = $1 AND m.removed_on IS NULL AND NOT m.automatic`,
    [account],
  );
  const typed: Record<string, string> = {};
  for (const { id, last } of meters) {
    for (const [tariff, value] of last.entries()) {
      typed[`whole-${id}-${tariff}`] = String(Math.trunc(Number(value)) + 3);
    }
  }
  const path = `/accounts/${account}/readings`;
  let answer = await (await resident.get(path)).form(path).submit(typed);
  if (answer.status !== 303) {
    const sure: Record<string, true> = {};
    for (const { id } of meters) sure[`sure-${id}`] = true;
    answer = await answer.form(path).submit(sure);
  }
  const id = /certificates\/([\w-]{36})/.exec(answer.location ?? '')?.[1];
  if (!id) throw new Error(`The readings were refused: ${answer.errors.join('; ')}`);
  return id;
}
