import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { giveResident } from './support/resident.js';
import { giveExecutor, giveHouse, giveRequest, numberOf, stateOf } from './support/desk.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let sedova: Client;
let lykov: Client;
let orlov: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  sedova = await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  lykov = await hire(world, 'lykov', 'dispatcher', 'Лыков Игорь');
  orlov = await giveExecutor(world, 'Орлов Пётр');
});
afterAll(() => world?.stop());

const pageOf = (who: Client, id: string): Promise<Page> => who.get(`/office/requests/${id}`);

/** Opens a request and sends one of its forms. */
async function act(who: Client, id: string, action: string, filling: Record<string, string | boolean> = {}) {
  return (await pageOf(who, id)).form(`/office/requests/${id}/${action}`).submit(filling);
}

/** What the detail says, without the list. */
const detail = (page: Page): string => page.html.querySelector('#request')?.text.replace(/\s+/g, ' ') ?? '';

async function eventsOf(id: string): Promise<string[]> {
  const rows = await world.database.query<{ kind: string }>(
    'SELECT kind FROM request_events WHERE request_id = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ kind }) => kind);
}

/** The addresses of the rows of a list, from above. */
const rowsOf = (page: Page): string[] =>
  page.html.querySelectorAll('.queue li').map((row) => row.querySelector('b')!.text.replace(/\s+/g, ' '));

const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Irkutsk' });

describe('The list of the desk', () => {
  let house: string;

  beforeAll(async () => {
    house = await giveHouse(world, 'г. Иркутск, ул. Списков, д. 6');
    const at = (flat: number) => `г. Иркутск, ул. Списков, д. 6, кв. ${flat}`;
    await giveRequest(world, { house, address: at(1), fix: 300, ago: 1, category: 'sewage' });
    await giveRequest(world, { house, address: at(2), ago: 60, first: -12, emergency: true });
    // of a long term a whole day is soon, and a request of a short term that ends earlier is not
    await giveRequest(world, { house, address: at(3), fix: 1400, ago: 8700, category: 'yard' });
    await giveRequest(world, { house, address: at(4), ago: 100, first: -3 });
  });

  it('begins with what is late, then what is soon, then the rest by their time', async () => {
    const page = await sedova.get(`/office/requests?house=${house}`);
    const flats = rowsOf(page).map((address) => /кв\. (\d)/.exec(address)?.[1]);
    expect(flats).toEqual(['2', '4', '3', '1']);
    const kinds = page.html.querySelectorAll('.queue li').map((row) => row.classNames);
    expect(kinds).toEqual(['late-row', 'late-row', 'soon-row', 'calm-row']);
    expect(page.text).toContain('−12 мин');
    expect(page.text).toContain('просрочена');
  });

  it('names on the first page whom to call at once, and who is next', async () => {
    const { text } = await sedova.get('/office');
    expect(text).toContain('заявки просрочены по закону');
    expect(text).toMatch(/дольше всех: Списков, 6, кв\. 2, −1[23] мин/);
    expect(text).toContain('заявка: скоро срок');
    expect(text).toContain('Списков, 6, кв. 3, ');
    expect(text).toMatch(/\d+ заяв(ка принята|ки приняты|ок принято)/);
  });

  it('counts its tabs beside the other filters and opens them', async () => {
    const page = await sedova.get(`/office/requests?house=${house}`);
    const counts = page.html.querySelectorAll('.chips a').map((tab) => tab.text.replace(/\s+/g, ' ').trim());
    expect(counts).toEqual(['Все 4', 'Просрочены 2', 'Скоро срок 1', 'Мои 0', 'Отложены 0']);
    const late = await page.click(/^Просрочены/);
    expect(late.path).toContain(`house=${house}`);
    expect(rowsOf(late)).toHaveLength(2);
    expect(rowsOf(await page.click(/^Скоро срок/))).toHaveLength(1);
  });

  it('finds words of the text and of what was said, in any form, among open ones too', async () => {
    const id = await giveRequest(world, { text: 'Ржавчина на стояке, осмотрите крепёж.' });
    await world.database.query(
      `INSERT INTO request_events (request_id, at, kind, actor_kind, actor_name, text, open)
       VALUES ($1, now(), 'note', 'staff', 'Седова', 'Заказали сальники', false)`,
      [id],
    );
    for (const [q, more] of [
      ['ржавчину крепежа', ''],
      ['сальник', ''],
      ['ржавч', ''],
      ['сальников', '&state=open'],
      ['сальников', '&kind=leak'],
    ]) {
      const page = await sedova.get(`/office/requests?q=${encodeURIComponent(q!)}${more!}`);
      expect([q, page.html.querySelectorAll('.queue li').map((row) => row.getAttribute('data-id'))]).toEqual([
        q,
        [id],
      ]);
    }
  });

  it('finds a request by number, telephone, name and address, with words in any order', async () => {
    const id = await giveRequest(world, {
      ...{ address: 'г. Иркутск, пер. Тихий, д. 19, кв. 8', applicant: 'Кузнецова Ольга Ивановна' },
      phone: '+79149998877',
    });
    const number = await numberOf(world, id);
    for (const q of [number, '8 (914) 999-88-77', 'ольга кузнецова', 'кв. 8 тихий', number.slice(5)]) {
      const page = await sedova.get(`/office/requests?q=${encodeURIComponent(q)}`);
      expect([q, page.html.querySelectorAll('.queue li').map((row) => row.getAttribute('data-id'))]).toEqual([
        q,
        [id],
      ]);
    }
    const none = await sedova.get('/office/requests?q=%25%25');
    expect(none.text).toContain('Слишком коротко');
    expect(
      (await sedova.get('/office/requests?q=%D0%BD%D0%B5%D1%82%D1%82%D0%B0%D0%BA%D0%B8%D1%85')).text,
    ).toContain('Ничего не нашли');
  });

  it('goes on page by page, and neither loses nor repeats a request', async () => {
    const long = await giveHouse(world, 'г. Иркутск, ул. Длинная, д. 1');
    for (let flat = 1; flat <= 45; flat += 1) {
      const address = `г. Иркутск, ул. Длинная, д. 1, кв. ${flat}`;
      await giveRequest(world, { house: long, address, fix: flat % 3 === 0 ? -flat : flat * 40, ago: 400 });
    }
    const seen: string[] = [];
    let page = await sedova.get(`/office/requests?house=${long}`);
    for (let pages = 1; ; pages += 1) {
      seen.push(...rowsOf(page));
      if (!page.text.includes('Показать ещё')) break;
      expect(pages).toBeLessThan(5);
      page = await page.click('Показать ещё');
    }
    expect(seen).toHaveLength(45);
    expect(new Set(seen).size).toBe(45);
  });

  it('shows what is done by the newest, and nonsense in the address as nothing', async () => {
    const id = await giveRequest(world, { house, text: 'Давно сделано' });
    await act(sedova, id, 'complete', { work: 'Заменили сифон' });
    const done = await sedova.get(`/office/requests?house=${house}&state=completed`);
    expect(done.html.querySelectorAll('.queue li').map((row) => row.getAttribute('data-id'))).toEqual([id]);
    const odd = await sedova.get(
      '/office/requests?house=1&kind=%27&state=x&executor=%00&show=x&after=1.2.3&q=%00',
    );
    expect(odd.status).toBe(200);
  });
});

describe('Somebody without the role', () => {
  it('opens nothing of the desk, whatever they send', async () => {
    const id = await giveRequest(world);
    const clerk = await hire(world, 'clerk', 'operator', 'Ольга Окошкина');
    for (const path of ['/office/requests', `/office/requests/${id}`]) {
      expect([path, (await clerk.get(path)).status]).toEqual([path, 403]);
    }
    const token = (await clerk.get('/office')).form('/office/sign-out').value('_csrf')!;
    const answer = await clerk.post(`/office/requests/${id}/take`, { _csrf: token, version: '1', seen: '0' });
    expect(answer.status).toBe(403);
    const resident = await giveResident(world, 'irina');
    expect((await resident.get('/office/requests')).location).toContain('/staff/login');
    const forged = await sedova.post(`/office/requests/${id}/take`, { version: '1', seen: '0' });
    expect(forged.status).toBe(403);
    expect(await stateOf(world, id)).toMatchObject({ state: 'open', taken_by: null, version: 1 });
  });
});

describe('A dispatcher', () => {
  it('takes a request, gives it to somebody, marks the first step and finishes it', async () => {
    const id = await giveRequest(world, { emergency: true, first: 20 });
    const taken = await (await act(sedova, id, 'take')).follow();
    expect(taken.text).toContain('Заявка ваша');
    expect(detail(taken)).toContain('в работе, кто взял: Марина Седова');
    const assigned = await (
      await act(sedova, id, 'assign', { executor: orlov, comes: 'сегодня до 18:00' })
    ).follow();
    expect(detail(assigned)).toContain('Исполнитель: Орлов Пётр');
    const stopped = await (await act(sedova, id, 'first-done', { text: 'Перекрыли стояк' })).follow();
    expect(detail(stopped)).toContain('✓ сделано');
    const done = await (
      await act(sedova, id, 'complete', { work: 'Заменили гибкую подводку', materials: 'Подводка 40 см' })
    ).follow();
    expect(detail(done)).toContain('Заменили гибкую подводку. Материалы: Подводка 40 см');
    expect(await stateOf(world, id)).toMatchObject({ state: 'completed', due_at: null });
    await (await act(sedova, id, 'close', { text: '' })).follow();
    expect(await eventsOf(id)).toEqual([
      ...['registered', 'taken', 'assigned', 'first-done', 'completed', 'closed'],
    ]);
  });

  it('puts a request off with a reason and a time ahead, and no further than sixty days', async () => {
    const id = await giveRequest(world);
    const day = inDays(2);
    const wrong = await act(sedova, id, 'defer', { reason: '', day, time: '10:00' });
    expect([wrong.status, wrong.errorOf('reason')]).toEqual([422, 'Выберите причину']);
    expect(wrong.form(`/office/requests/${id}/defer`).value('day')).toBe(day);
    for (const [odd, why] of [
      [inDays(-1), 'Это время уже прошло'],
      [inDays(90), 'Откладывают не больше чем на 60 дней'],
      ['2026-02-30', 'Такого дня или времени нет'],
      ['0026-12-01', 'Это время уже прошло'],
      ['9999-12-31', 'Такого дня или времени нет'],
    ] as const) {
      const answer = await act(sedova, id, 'defer', {
        reason: 'part',
        note: 'ждём насос',
        day: odd,
        time: '10:00',
      });
      expect([answer.status, answer.errorOf('day')]).toEqual([422, why]);
      expect(answer.form(`/office/requests/${id}/defer`).value('note')).toBe('ждём насос');
    }
    const page = await (
      await act(sedova, id, 'defer', { reason: 'part', note: 'ждём насос', day, time: '10:00' })
    ).follow();
    expect(detail(page)).toContain('Заказана деталь. ждём насос');
    expect(await stateOf(world, id)).toMatchObject({
      state: 'deferred',
      deferred_until: new Date(`${day}T10:00:00+08:00`),
    });
    await (await act(sedova, id, 'resume')).follow();
    expect(await stateOf(world, id)).toMatchObject({ state: 'open', deferred_until: null });
  });

  it('declines only with a reason, and opens again what is not done after all', async () => {
    const id = await giveRequest(world);
    const wrong = await act(sedova, id, 'decline', { text: ' ' });
    expect([wrong.status, wrong.errorOf('text')]).toEqual([422, 'Напишите причину: её прочтёт житель']);
    await act(sedova, id, 'decline', { text: 'Не наш дом' });
    expect(await stateOf(world, id)).toMatchObject({ state: 'declined', decline_reason: 'Не наш дом' });
    const other = await giveRequest(world);
    await act(sedova, other, 'complete', { work: 'Прочистили' });
    await act(sedova, other, 'reopen', { text: 'Снова стоит вода' });
    expect(await stateOf(world, other)).toMatchObject({ state: 'open', reopened: 1, finished_at: null });
  });

  it('sends the order again to whoever had a request that is open again', async () => {
    const executor = await giveExecutor(world, 'Тихонов Глеб');
    await world.database.query("UPDATE executors SET email = 'gleb@example.test' WHERE id = $1", [executor]);
    const id = await giveRequest(world);
    await world.database.query('UPDATE service_requests SET executor_id = $2 WHERE id = $1', [id, executor]);
    await act(sedova, id, 'complete', { work: 'Прочистили' });
    await act(sedova, id, 'reopen', { text: 'Снова стоит вода' });
    await world.mail.waitForLetter({ to: 'gleb@example.test', subject: 'Наряд' });
  });

  it('puts right what was written down wrongly, and the terms follow from the same registration', async () => {
    const house = await giveHouse(world, 'г. Иркутск, ул. Уточнений, д. 3');
    const id = await giveRequest(world, { address: 'где-то на Уточнений', category: 'yard', ago: 10 });
    const before = await stateOf(world, id);
    const page = await (
      await act(sedova, id, 'change', {
        ...{ category: 'leak', emergency: true, address: 'г. Иркутск, ул. Уточнений, д. 3, подъезд 2' },
        ...{ phone: '8 902 111-22-33', applicant: 'Иванова', access: 'код 15' },
      })
    ).follow();
    expect(detail(page)).toContain('Что случилось: Протечка (было: Двор)');
    const registered = before['registered_at'] as Date;
    expect(await stateOf(world, id)).toMatchObject({
      ...{ category: 'leak', emergency: true, house_id: house, phone: '+79021112233', access: 'код 15' },
      first_due: new Date(registered.getTime() + 30 * 60_000),
      fix_due: new Date(registered.getTime() + 4320 * 60_000),
      due_at: new Date(registered.getTime() + 30 * 60_000),
    });
    const same = await act(sedova, id, 'change');
    expect(same.text).toContain('Ничего не изменилось');
  });

  it('writes to the resident in own words or those of a template, and to colleagues', async () => {
    const id = await giveRequest(world);
    const nothing = await act(sedova, id, 'message');
    expect([nothing.status, nothing.errorOf('text')]).toEqual([
      422,
      'Напишите сообщение или выберите заготовку',
    ]);
    const [template] = await world.database.query<{ id: string; text: string }>(
      `SELECT id, text FROM message_templates WHERE title = 'Нужно фото'`,
    );
    await act(sedova, id, 'message', { template: template!.id });
    await act(sedova, id, 'note', { text: 'Хозяйка глухая, звонить дважды' });
    const page = await pageOf(lykov, id);
    expect(detail(page)).toContain(template!.text);
    expect(detail(page)).toContain('Хозяйка глухая');
    const said = await world.database.query(
      'SELECT open FROM request_events WHERE request_id = $1 ORDER BY id',
      [id],
    );
    expect(said).toEqual([{ open: true }, { open: true }, { open: false }]);
  });

  it('joins duplicates into one, which stand under it in the list, and lets them go again', async () => {
    const house = await giveHouse(world, 'г. Иркутск, ул. Общая, д. 8');
    const parent = await giveRequest(world, { house, address: 'г. Иркутск, ул. Общая, д. 8, кв. 1' });
    const child = await giveRequest(world, { house, address: 'г. Иркутск, ул. Общая, д. 8, кв. 2' });
    const nobody = await act(sedova, child, 'merge', { into: '999999' });
    expect([nobody.status, nobody.errorOf('into')]).toEqual([422, 'Заявки с таким номером нет']);
    const page = await pageOf(sedova, child);
    await page.form(`/office/requests/${child}/merge`).submit({ pick: parent });
    const list = await sedova.get(`/office/requests?house=${house}`);
    expect(rowsOf(list)).toEqual(['Общая, 8, кв. 1']);
    expect(list.text).toContain('▸ 1');
    await act(sedova, parent, 'message', { text: 'Мастер уже едет' });
    expect(await eventsOf(child)).toEqual(['registered', 'merged', 'message']);
    await act(sedova, child, 'unmerge');
    expect(rowsOf(await sedova.get(`/office/requests?house=${house}`))).toHaveLength(2);
    await act(sedova, child, 'merge', { into: await numberOf(world, parent) });
    expect(await stateOf(world, child)).toMatchObject({ parent_id: parent });
  });

  it('gives what is merged all news of the other, and loses nothing that is opened again or left over', async () => {
    const house = await giveHouse(world, 'г. Иркутск, ул. Новостей, д. 1');
    const flat = (n: number) => `г. Иркутск, ул. Новостей, д. 1, кв. ${n}`;
    const [parent, child, other] = [
      await giveRequest(world, { house, address: flat(1), emergency: true, first: 20 }),
      await giveRequest(world, { house, address: flat(2), emergency: true, first: 20 }),
      await giveRequest(world, { house, address: flat(3) }),
    ];
    for (const one of [child, other]) {
      await (await pageOf(sedova, one)).form(`/office/requests/${one}/merge`).submit({ pick: parent });
    }
    const orlov = await world.database.query<{ id: string }>('SELECT id FROM executors LIMIT 1');
    await act(sedova, parent, 'assign', { executor: orlov[0]!.id, comes: 'с 14 до 16' });
    await act(sedova, parent, 'first-done', { text: 'Перекрыли стояк' });
    expect(await eventsOf(child)).toEqual(['registered', 'merged', 'assigned', 'first-done']);
    expect(await stateOf(world, child)).toMatchObject({ state: 'in_progress', executor_id: null });
    expect((await stateOf(world, child))['first_done_at']).not.toBeNull();
    await act(sedova, parent, 'complete', { work: 'Заменили кран' });
    expect(await stateOf(world, child)).toMatchObject({ state: 'completed', parent_id: parent });
    // Not done after all: on the desk again, with all its terms, and no matter what becomes of the other.
    await act(sedova, child, 'reopen', { text: 'Снова льёт' });
    await act(sedova, parent, 'close');
    expect(await stateOf(world, child)).toMatchObject({
      state: 'open',
      parent_id: null,
      first_done_at: null,
    });
    expect(await stateOf(world, other)).toMatchObject({ state: 'completed' });
    expect(rowsOf(await sedova.get(`/office/requests?house=${house}`))).toEqual(['Новостей, 1, кв. 2']);
  });

  it('is told in words what cannot be done in the state that a request is in', async () => {
    const id = await giveRequest(world);
    const page = await pageOf(sedova, id);
    await act(sedova, id, 'decline', { text: 'Не наше' });
    // forms that were open before
    const late = await page.form(`/office/requests/${id}/take`).submit();
    expect([late.status, late.errors]).toEqual([409, ['Заявка уже отклонена']]);
    const form = page.form(`/office/requests/${id}/message`);
    const said = await form.submit({ text: 'Уже едем' });
    expect([said.status, said.text.includes('Заявка закрыта. Если беда осталась')]).toEqual([409, true]);
    // the other half of a double press, whose answer is the one that is seen
    expect((await form.submit({ text: 'Уже едем' })).status).toBe(409);
    expect(said.text).toContain('Уже едем');
    const missing = '00000000-0000-4000-8000-000000000000';
    expect((await pageOf(sedova, missing)).status).toBe(404);
    const token = page.form('/office/sign-out').value('_csrf')!;
    const moves = [
      'take',
      'release',
      'resume',
      'close',
      'unmerge',
      'first-done',
      'reopen',
      'complete',
      'assign',
    ];
    for (const move of moves) {
      const { version } = await stateOf(world, id);
      const fields = {
        version: String(version),
        seen: '0',
        text: 'x',
        work: 'x',
        materials: '',
        executor: orlov,
        comes: '',
      };
      const names = page
        .forms()
        .find(({ action }) => action.includes(`/${move}`))
        ?.names() ?? [
        'version',
        'seen',
        ...(move === 'reopen' || move === 'first-done' || move === 'close' ? ['text'] : []),
      ];
      const sent = Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
      const answer = await sedova.post(`/office/requests/${id}/${move}`, { ...sent, _csrf: token });
      expect([move, answer.status]).toEqual([move, 409]);
      const gone = await sedova.post(`/office/requests/${missing}/${move}`, { ...sent, _csrf: token });
      expect([move, gone.status]).toEqual([move, 404]);
    }
    expect(await stateOf(world, id)).toMatchObject({ state: 'declined' });
  });
});

describe('Two dispatchers', () => {
  it('cannot both take a request: the second reads who has it', async () => {
    const id = await giveRequest(world);
    const pages = await Promise.all([sedova, lykov].map((who) => pageOf(who, id)));
    const answers = await Promise.all(pages.map((page) => page.form(`/office/requests/${id}/take`).submit()));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const late = answers.find(({ status }) => status === 409)!;
    const winner = answers[0]!.status === 303 ? 'Марина Седова' : 'Лыков Игорь';
    expect(late.errors[0]).toMatch(new RegExp(`^Заявка уже в работе: ${winner}, сегодня в \\d{1,2}:\\d\\d$`));
    expect(await eventsOf(id)).toEqual(['registered', 'taken']);
  });

  it('see each other: who looks, and both texts when one was faster; nothing typed is lost', async () => {
    const id = await giveRequest(world);
    await act(sedova, id, 'take');
    const slow = await pageOf(lykov, id);
    expect(detail(slow)).toContain('смотрит Марина Седова');
    await act(sedova, id, 'assign', { executor: orlov, comes: 'завтра утром' });
    const stale = await slow.form(`/office/requests/${id}/complete`).submit({
      ...{ work: 'Заменили кран\nи проверили', materials: 'Кран 1/2' },
    });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('Назначен мастер: Орлов Пётр');
    expect(stale.text).toContain('Марина Седова');
    expect(stale.text).toContain('Заменили кран');
    expect((await stateOf(world, id))['state']).toBe('in_progress');
    const done = await stale.form(`/office/requests/${id}/complete`).submit();
    expect(done.status).toBe(303);
    expect(await stateOf(world, id)).toMatchObject({
      ...{ state: 'completed', work_done: 'Заменили кран\nи проверили', materials: 'Кран 1/2' },
    });
  });

  it('put one request right, each another field: the second overwrites nothing of the first', async () => {
    const id = await giveRequest(world);
    const slow = await pageOf(lykov, id);
    await act(sedova, id, 'change', { applicant: 'Вера Белова', phone: '8 902 000-11-22' });
    const stale = await slow.form(`/office/requests/${id}/change`).submit({ access: 'после 18' });
    expect(stale.status).toBe(409);
    const text = stale.text.replace(/\s+/g, ' ');
    expect(text).toContain('Кто сообщил не меняли Вера Белова');
    expect(text).toContain('Телефон не меняли +7 902 000-11-22');
    expect(text).toContain('Марина Седова');
    expect((await stale.form(`/office/requests/${id}/change`).submit()).status).toBe(303);
    expect(await stateOf(world, id)).toMatchObject({
      ...{ applicant: 'Вера Белова', phone: '+79020001122', access: 'после 18' },
    });
  });

  it('finish and reopen one request at once, and it is either', async () => {
    for (let round = 0; round < 3; round += 1) {
      const id = await giveRequest(world);
      await act(sedova, id, 'complete', { work: 'Сделано' });
      const [one, other] = await Promise.all([sedova, lykov].map((who) => pageOf(who, id)));
      const answers = await Promise.all([
        one!.form(`/office/requests/${id}/close`).submit({ text: '' }),
        other!.form(`/office/requests/${id}/reopen`).submit({ text: 'Течёт' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
      const state = answers[0].status === 303 ? 'closed' : 'open';
      expect((await stateOf(world, id))['state']).toBe(state);
    }
  });

  it('merge and answer at once without waiting for each other for ever', async () => {
    const house = await giveHouse(world, 'г. Иркутск, ул. Встречная, д. 2');
    for (let round = 0; round < 3; round += 1) {
      const [a, b] = [
        await giveRequest(world, { house, category: 'other' }),
        await giveRequest(world, { house, category: 'other' }),
      ];
      const [pa, pb, pm] = await Promise.all([pageOf(sedova, a), pageOf(lykov, b), pageOf(lykov, a)]);
      const answers = await Promise.all([
        pa.form(`/office/requests/${a}/merge`).submit({ pick: b }),
        pb.form(`/office/requests/${b}/merge`).submit({ pick: a }),
        pm.form(`/office/requests/${a}/message`).submit({ text: 'Едем' }),
      ]);
      expect(answers[2].status).toBe(303);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      const parents = [(await stateOf(world, a))['parent_id'], (await stateOf(world, b))['parent_id']];
      expect(parents.filter(Boolean)).toHaveLength(1);
      expect((await eventsOf(a)).filter((kind) => kind === 'message')).toHaveLength(1);
    }
  });
});

describe('A double press', () => {
  it('does each thing once and tells both halves that it is done', async () => {
    const id = await giveRequest(world);
    await act(sedova, id, 'take');
    const page = await pageOf(sedova, id);
    for (const [action, filling] of [
      ['note', { text: 'Звонила сама' }],
      ['message', { text: 'Мастер выехал' }],
      ['complete', { work: 'Готово' }],
    ] as const) {
      const form = page.form(`/office/requests/${id}/${action}`);
      const answers = await Promise.all([form.submit({ ...filling }), form.submit({ ...filling })]);
      expect([action, answers.map(({ status }) => status)]).toEqual([action, [303, 303]]);
    }
    expect(await eventsOf(id)).toEqual(['registered', 'taken', 'note', 'message', 'completed']);
  });
});

describe('Three open requests of one kind in one house', () => {
  it('look like an outage, until somebody does not want to hear of it', async () => {
    const house = await giveHouse(world, 'г. Иркутск, ул. Сухая, д. 6');
    const ids: string[] = [];
    for (const [index, flat] of [7, 22, 31].entries()) {
      expect((await sedova.get('/office/requests')).text).not.toContain('Сухая, 6:');
      const address = `г. Иркутск, ул. Сухая, д. 6, кв. ${flat}`;
      ids.push(await giveRequest(world, { house, address, category: 'cold-water', ago: 40 - index * 19 }));
    }
    const page = await sedova.get(`/office/requests?house=${house}`);
    expect(page.text).toContain('Похоже на отключение.');
    expect(page.text).toContain('Сухая, 6: три заявки «Нет холодной воды» за 38 мин (кв. 7, 22, 31).');
    expect(page.link('Объявить отключение')).toBe(
      `/office/announcements/new?house=${house}&service=cold-water&requests=${ids.join(',')}`,
    );
    const form = await page.click('Объявить отключение');
    expect(form.text).toContain('Сухая, д. 6');
    await page.form('/office/requests/proposals').submit();
    expect((await sedova.get('/office/requests')).text).not.toContain('Сухая, 6:');
    expect((await lykov.get('/office/requests')).text).not.toContain('Сухая, 6:');
  });
});
