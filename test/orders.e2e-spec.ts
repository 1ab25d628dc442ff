import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from './support/client.js';
import { act, enterOffice, loadDemo } from './support/office.js';
import { pdfFile } from './support/pdf-files.js';
import { jpeg } from './support/photos.js';
import { giveFlat, sendRequest } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let office: Client;
let irina: Client;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const demo = await loadDemo(world);
  office = await enterOffice(world, demo.login, demo.password);
  await giveResident(world, 'irina');
  account = await giveFlat(world, 'irina', 'г. Иркутск, ул. Байкальская, д. 17', '44');
  irina = await signIn(world, 'irina');
});
afterAll(() => world?.stop());

const EXECUTOR = { trade: 'сантехник', badge: '147', phone: '8 914 555-06-44' };

/** An executor of the dictionary; gives the id. */
async function giveExecutor(name: string): Promise<string> {
  const email = `${encodeURIComponent(name).replace(/\W/g, '').toLowerCase()}@example.test`;
  const answer = await act(office, 'executors/actions/add', { name, ...EXECUTOR, email });
  expect(answer.errors).toBeUndefined();
  const [row] = await world.database.query<{ id: string }>('SELECT id FROM executors WHERE name = $1', [
    name,
  ]);
  return row!.id;
}

/** What a dispatcher does on the desk, whose pages have a suite of their own. */
async function assign(request: string, executor: string): Promise<void> {
  await world.database.query(
    `UPDATE service_requests SET executor_id = $2, executor_step = NULL, state = 'in_progress', started_at = now() WHERE id = $1`,
    [request, executor],
  );
}

/** The link on the printed order. */
async function linkOf(request: string): Promise<string> {
  const page = await office.get(`/office/requests/${request}/order`);
  return page.link('Открыть страницу исполнителя').replace(world.product.url, '');
}

const fitter = () => new Client(world.product.url);

describe('A fitter with a link', () => {
  it('sees their own orders only and takes one from «принято» to «сделано»; the resident sees each step', async () => {
    const oleg = await giveExecutor('Кузнецов Олег');
    const other = await giveExecutor('Орлов Пётр');
    const request = await sendRequest(irina, account, {
      category: 'sewage',
      text: 'Вода из унитаза',
      emergency: 'no',
    });
    const foreign = await sendRequest(irina, account, { category: 'yard', text: 'Чужой наряд' });
    await assign(request, oleg);
    await assign(foreign, other);
    const link = await linkOf(request);
    let page = await fitter().get(link);
    expect(page.heading).toMatch(/^Наряды на \d+ [а-я]+$/);
    expect(page.text).toContain('1 наряд.');
    expect(page.text).toContain('Вода из унитаза');
    expect(page.text).toMatch(/Засор: до .* осталось 1 ч 59 мин/);
    expect(page.text).not.toContain('Чужой наряд');
    expect(page.body).not.toContain('/accounts');
    const phone = page.client;
    const query = link.slice(link.indexOf('?'));
    expect((await phone.get(`/orders/${foreign}${query}`)).status).toBe(404);
    page = await (await page.form(`/orders/${request}/accepted`).submit({})).follow();
    page = await (await page.form(`/orders/${request}/arrived`).submit({})).follow();
    expect((await irina.get(`/requests/${request}`)).text).toContain('Мастер на месте');
    const form = page.form(`/orders/${request}/done`);
    const empty = await form.submit({ work: '' });
    expect(empty.status).toBe(422);
    expect(empty.errorOf('work')).toBe('Напишите, что сделали');
    const act = { name: 'Акт.pdf', content: pdfFile(), type: 'application/pdf' };
    const refused = await form.submit({ work: 'Прочистил стояк', photos: act });
    expect(refused.errorOf('photos')).toBe('«Акт.pdf»: это не снимок. Подойдут файлы JPEG, PNG и WebP');
    const photos = { name: 'after.jpg', content: await jpeg(), type: 'image/jpeg' };
    page = await (await form.submit({ work: 'Прочистил стояк', materials: 'нет', photos })).follow();
    expect(page.text).toContain('Сделано');
    expect(page.text).toContain('Прочистил стояк, нет');
    const seen = await irina.get(`/requests/${request}`);
    expect(seen.text).toContain('Сделано, проверьте Прочистил стояк');
    expect(seen.text).toMatch(/Мастер на месте[^]*Мастер принял заявку/);
    const [shown] = seen.html.querySelectorAll('.shots img');
    expect((await irina.get(shown!.getAttribute('src')!)).headers['content-type']).toBe('image/jpeg');
    const photo = shown!.getAttribute('src')!.split('/').pop()!;
    expect((await phone.get(`/orders/${request}/photos/${photo}${query}`)).status).toBe(200);
    expect((await phone.get(`/orders/${foreign}/photos/${photo}${query}`)).status).toBe(404);
    expect((await phone.get(`/orders/${request}/photos/${photo}`)).status).toBe(404);
    await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'Новости о заявке' });
    // Tapped twice, or after it is done: words instead of a fault.
    const late = await form.submit({ work: 'Ещё раз' });
    expect(late.status).toBe(422);
    expect(late.errors).toEqual(['Работа по заявке уже закончена.']);
    expect(late.text).toContain('Вы написали Ещё раз');
  });

  it('gives back what cannot be done, with the reason, and sees it no more', async () => {
    const executor = await giveExecutor('Лыков Иван');
    const request = await sendRequest(irina, account, { category: 'intercom', text: 'Молчит' });
    await assign(request, executor);
    const page = await fitter().get(await linkOf(request));
    const form = page.form(`/orders/${request}/cannot`);
    expect((await form.submit({})).errors).toEqual(['Выберите причину']);
    const after = await (await form.submit({ reason: 'access', comment: 'Звонил дважды' })).follow();
    expect(after.text).toContain('На сегодня нарядов нет');
    expect((await irina.get(`/requests/${request}`)).text).toContain('Не попал в помещение. Звонил дважды');
    expect((await form.submit({ reason: 'access', comment: 'Звонил дважды' })).status).toBe(303);
    const again = await form.submit({ reason: 'part', comment: 'Нужна трубка' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('Нужна трубка');
  });

  it('that is over, revoked, touched or of somebody who has left shows nothing but the telephone', async () => {
    const executor = await giveExecutor('Седых Антон');
    const request = await sendRequest(irina, account, { category: 'roof', text: 'Тайна крыши' });
    await assign(request, executor);
    const link = await linkOf(request);
    const broken = async (path: string) => {
      const page = await fitter().get(path);
      expect(page.status).toBe(404);
      expect(page.heading).toBe('Ссылка больше не работает');
      expect(page.text).toContain('8 (3952) 599-018');
      expect(page.text).not.toContain('Тайна крыши');
    };
    const form = (await fitter().get(link)).form(`/orders/${request}/accepted`);
    await broken('/orders');
    await broken(`${link}x`);
    await broken(link.replace(executor, await giveExecutor('Чужой Человек')));
    expect((await act(office, `executors/records/${executor}/revoke`)).message).toBe(
      'Ссылки больше не работают.',
    );
    await broken(link);
    expect((await form.submit({})).status).toBe(404);
    const renewed = await linkOf(request);
    expect((await fitter().get(renewed)).status).toBe(200);
    await act(office, `executors/records/${executor}/disable`);
    await broken(renewed);
  });

  it('is never written into the log', () => {
    expect(world.product.output()).toContain('"path":"/orders"');
    expect(world.product.output()).not.toMatch(/\/orders\?to=/);
  });
});

describe('The dictionaries of the dispatch service', () => {
  it('refuse an executor twice, a telephone that is none, and a change over somebody else’s', async () => {
    const executor = await giveExecutor('Один Раз');
    const twice = await act(office, 'executors/actions/add', { name: 'Один Раз' });
    expect(twice.errors).toEqual({ name: 'Исполнитель с таким именем уже есть' });
    const wrong = await act(office, 'executors/actions/add', { name: 'Два', phone: '12', email: 'нет' });
    expect(Object.keys(wrong.errors!)).toEqual(['phone', 'email']);
    const opened = { version: '1' };
    await act(office, `executors/records/${executor}/change`, { name: 'Раз', trade: 'лифты' });
    const stale = await act(
      office,
      `executors/records/${executor}/change`,
      { name: 'Два' },
      undefined,
      false,
      opened,
    );
    expect(stale.message ?? '').toMatch(/Пока форма была открыта/);
    const rows = await world.database.query('SELECT trade FROM executors WHERE id = $1', [executor]);
    expect(rows).toEqual([{ trade: 'лифты' }]);
  });

  it('change the terms of the law for what is registered afterwards', async () => {
    const before = await sendRequest(irina, account, { category: 'yard', text: 'Темно' });
    const fields = {
      ...{ title: 'Двор', active: true, question: '', hint: '', firstTitle: '', firstReference: '' },
      ...{ firstEmergencyOnly: false, fixTitle: 'Починить', fixMinutes: '60', fixReference: 'срок компании' },
    };
    const bad = await act(office, 'request-categories/records/11/change', { ...fields, firstMinutes: '10' });
    expect(bad.errors).toEqual({ firstTitle: 'Назовите первый шаг, у которого такой срок' });
    expect((await act(office, 'request-categories/records/11/change', fields)).message).toBe(
      'Изменения сохранены.',
    );
    const after = await sendRequest(irina, account, { category: 'yard', text: 'Темно' });
    expect((await irina.get(`/requests/${after}`)).text).toContain('по закону 1 час');
    expect((await irina.get(`/requests/${before}`)).text).toContain('осталось 6 дней');
  });

  it('keep words for messages', async () => {
    const fields = { title: 'Вода будет', text: 'Воду дадут к вечеру.' };
    expect((await act(office, 'message-templates/actions/add', fields)).message).toBe('Заготовка добавлена.');
    expect((await act(office, 'message-templates/actions/add', fields)).errors).toEqual({
      title: 'Заготовка с таким названием уже есть',
    });
  });
});
