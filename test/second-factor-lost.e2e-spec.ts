import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { half } from './support/authenticator.js';
import type { Client } from './support/client.js';
import { act, enterOffice, hire, list, loadDemo, STAFF_PASSWORD } from './support/office.js';
import { officeOf, sendCode } from './support/second-factor.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let chief: Client;
let chiefPassword: string;
const { idOf, journal, withApp } = officeOf(() => world);

beforeAll(async () => {
  world = await startWorld();
  const demo = await loadDemo(world);
  chiefPassword = demo.password;
  chief = await enterOffice(world, demo.login, demo.password);
});
afterAll(() => world?.stop());

describe('A lost telephone', () => {
  it('is helped by another administrator with a ground: sessions end, a letter leaves, the password lets in', async () => {
    const { client, id, app } = await withApp('lost');
    const path = `staff/records/${id}/resetSecondFactor`;
    const ground = 'телефон утерян, паспорт проверен';
    const shown = { ground, current: chiefPassword };
    expect((await act(chief, path, { ...shown, ground: ' ' })).errors).toHaveProperty('ground');
    const { message } = await act(chief, path, shown);
    expect(message).toContain('Коды и ключи сброшены. Теперь сотрудник входит с одним прежним паролем');
    expect(message).toContain('Выдать новый пароль');
    expect((await client.get('/office')).status).toBe(303);
    const told = await client.post('/office/sign-out', {});
    expect(told.text).toContain('Вам сбросили коды и ключи входа');
    const letter = await world.mail.waitForLetter({
      to: 'lost@example.test',
      subject: 'сбросил администратор',
    });
    expect(letter.text).toContain(ground);
    expect((await (await enterOffice(world, 'lost', STAFF_PASSWORD)).get('/office')).status).toBe(200);
    const [line] = await list(chief, 'audit', '?filters.action=staff.second-factor-reset');
    expect(line).toMatchObject({ details: ground });
    expect((await act(chief, path, shown)).status).not.toBe(200);
    expect(await app.code()).toMatch(/^\d{6}$/);
  });

  it('is helped by nobody who cannot show anew who they are: by their password, and a code where they have an app', async () => {
    const victim = await withApp('kept');
    const helper = await withApp('helper', 'administrator');
    const path = `staff/records/${victim.id}/resetSecondFactor`;
    const ground = 'открытый экран';
    const refused = async (who: Client, shown: object) => (await act(who, path, { ground, ...shown })).errors;
    expect(await refused(chief, {})).toEqual({ current: 'Введите пароль' });
    expect(await refused(chief, { current: 'не тот пароль' })).toEqual({ current: 'Пароль не подошёл' });
    const current = STAFF_PASSWORD;
    expect(await refused(helper.client, { current })).toEqual({ code: 'Введите код из вашего приложения' });
    expect(await refused(helper.client, { current, code: '000000' })).toEqual({
      code: expect.stringContaining('Код не подошёл'),
    });
    expect(await refused(helper.client, { current: 'не тот', code: helper.paper[0] })).toHaveProperty(
      'current',
    );
    expect((await victim.client.get('/office')).status).toBe(200);
    expect(await journal('kept')).not.toContain('staff.second-factor-reset');
    expect(await refused(helper.client, { current, code: helper.paper[0] })).toBeUndefined();
    expect((await victim.client.get('/office')).status).toBe(303);
  });

  it('is nothing that one helps oneself with, nor anybody who is no administrator', async () => {
    const { client, id } = await withApp('own-help', 'administrator');
    const victim = await withApp('victim');
    const ground = { ground: 'сам себе', current: STAFF_PASSWORD };
    const own = await act(client, `staff/records/${id}/resetSecondFactor`, ground);
    expect(own.status).not.toBe(200);
    const clerk = await hire(world, 'curious', 'operator', 'Любопытный Иван');
    expect((await act(clerk, `staff/records/${victim.id}/resetSecondFactor`, ground)).status).toBe(403);
    const rows = await world.database.query(
      'SELECT FROM staff WHERE id = ANY ($1) AND second_factor_at IS NOT NULL',
      [[id, victim.id]],
    );
    expect(rows).toHaveLength(2);
  });

  it('of the last administrator is helped by the command line', async () => {
    await withApp('the-last', 'administrator');
    const reset = (...args: string[]) => world.product.cli(['staff:reset-second-factor', ...args]);
    const done = await reset('--login', 'The-Last');
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('сброшен')]);
    expect((await (await enterOffice(world, 'the-last', STAFF_PASSWORD)).get('/office')).status).toBe(200);
    const again = await reset('--login', 'the-last');
    expect([again.code, again.stdout]).toEqual([1, expect.stringContaining('нет ни приложения')]);
    expect((await reset('--login', 'nobody')).code).toBe(1);
    expect((await reset()).code).toBe(2);
    const [line] = await world.database.query<{ actor_name: string }>(
      `SELECT actor_name FROM audit_events WHERE action = 'staff.second-factor-reset' AND object_id = $1`,
      [await idOf('the-last')],
    );
    expect(line).toEqual({ actor_name: 'npm run staff:reset-second-factor' });
  });

  it('of somebody whose access was closed opens nothing, and is theirs again when it is opened', async () => {
    const { app, id } = await withApp('closed');
    await act(chief, `staff/records/${id}/disable`);
    const closed = (await world.visitor().get('/staff/login')).form('/staff/login');
    expect((await closed.submit({ login: 'closed', password: STAFF_PASSWORD })).status).toBe(422);
    await act(chief, `staff/records/${id}/enable`);
    expect((await sendCode(await half(world.visitor(), 'closed'), await app.code())).status).toBe(303);
  });
});

describe('The list of staff', () => {
  it('tells the former address when an administrator has put another in its place', async () => {
    await hire(world, 'moved-mail', 'operator', 'Почтова Вера');
    const id = await idOf('moved-mail');
    const fields = { name: 'Почтова Вера', email: 'moved-mail@example.test', role: 'dispatcher' };
    const path = `staff/records/${id}/change`;
    expect((await act(chief, path, fields)).message).toBe('Изменения сохранены.');
    expect((await act(chief, path, { ...fields, email: 'other@example.test' })).message).toContain(
      'сохранены',
    );
    const letter = await world.mail.waitForLetter({ to: 'moved-mail@example.test', subject: 'адрес' });
    expect(letter.text).toMatch(/изменил администратор .+, сеть 127\.0\.0\.0\. Логин: moved-mail/s);
    expect(letter.text).not.toContain('other@example.test');
    await world.mail.noLetter({ to: 'moved-mail@example.test' });
  });

  it('tells an administrator who has one', async () => {
    await withApp('listed');
    const [listed] = await list(chief, 'staff', '?filters.login=listed');
    expect(listed).toMatchObject({ secondFactor: 'true' });
  });
});
