import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { act, enterOffice, hire, loadDemo, STAFF_PASSWORD } from './support/office.js';
import { officeOf } from './support/second-factor.js';
import { startWorld, type World } from './support/world.js';

const CHIEF = 'administrator@kabinet.maxkom.ru';
const OTHER = 'other@example.test';
const SIGN_IN = 'вход с нового устройства';
const NEW_ADMINISTRATOR = 'новый администратор';

let world: World;
let chief: Client;
let chiefPassword: string;
const { idOf, journal, withApp } = officeOf(() => world);

beforeAll(async () => {
  world = await startWorld();
  const demo = await loadDemo(world);
  chiefPassword = demo.password;
  chief = await enterOffice(world, demo.login, demo.password);
  await hire(world, 'other', 'administrator', 'Орлова Нина');
  await hire(world, 'gone', 'administrator', 'Бывший Иван');
  await act(chief, `staff/records/${await idOf('gone')}/disable`);
});
afterAll(() => world?.stop());

async function enterFrom(network: string, login: string): Promise<void> {
  const form = (await world.visitor(network).get('/staff/login')).form('/staff/login');
  expect((await form.submit({ login, password: STAFF_PASSWORD })).status).toBe(303);
}

describe('Administrators', () => {
  it('hear of a sign-in of anybody from a device for the first time, once a day for a device', async () => {
    await hire(world, 'walker', 'operator', 'Ходоков Пётр');
    await world.mail.noLetter({ to: OTHER, subject: SIGN_IN, within: 400 });
    await enterOffice(world, 'walker', STAFF_PASSWORD);
    for (const to of [OTHER, CHIEF]) {
      const letter = await world.mail.waitForLetter({ to, subject: `${SIGN_IN}, Ходоков Пётр` });
      expect(letter.text).toMatch(
        /Ходоков Пётр, оператор, логин walker.+Когда: .+\nУстройство: .+\nКак: пароль\nСеть: 127\.0\.0\.0/s,
      );
      expect(letter.text).toContain('закройте ему доступ');
      expect(letter.links).toContainEqual(expect.stringMatching(/\/admin\/resources\/staff-sign-ins$/));
    }
    const own = { to: 'walker@example.test', subject: 'с нового устройства' };
    await world.mail.waitForLetter(own);
    await enterOffice(world, 'walker', STAFF_PASSWORD);
    await world.mail.waitForLetter(own);
    await world.mail.noLetter({ to: OTHER, subject: SIGN_IN, within: 400 });
    // a browser of the same name elsewhere is another device
    await enterFrom('127.71.0.1', 'walker');
    expect((await world.mail.waitForLetter({ to: OTHER, subject: SIGN_IN })).text).toContain('127.71.0.0');
    await world.mail.noLetter({ to: 'gone@example.test', within: 400 });
  });

  it('hear of one another’s, not of their own', async () => {
    await enterOffice(world, 'other', STAFF_PASSWORD);
    const letter = await world.mail.waitForLetter({ to: CHIEF, subject: `${SIGN_IN}, Орлова Нина` });
    expect(letter.text).toContain('Орлова Нина, администратор');
    await world.mail.waitForLetter({ to: OTHER, subject: 'Вход в кабинет офиса с нового устройства' });
    await world.mail.noLetter({ to: OTHER, subject: SIGN_IN, within: 400 });
  });

  it('hear of codes and keys that another has reset', async () => {
    const { id } = await withApp('forgetful');
    const fields = { ground: 'телефон утонул', current: chiefPassword };
    expect((await act(chief, `staff/records/${id}/resetSecondFactor`, fields)).message).toContain('сброшены');
    const letter = await world.mail.waitForLetter({ to: OTHER, subject: 'сброшены коды и ключи' });
    expect(letter.text).toMatch(
      /администратор .+ сбросил коды и ключи .+ forgetful.+Основание: телефон утонул/s,
    );
    await world.mail.noLetter({ to: CHIEF, subject: 'сброшены коды и ключи', within: 400 });
  });
});

describe('Somebody new with all rights', () => {
  it('is added by nobody who does not show anew who they are, and other administrators hear of it', async () => {
    const fields = {
      ...{ name: 'Новиков Лев', login: 'all-rights', email: 'all-rights@example.test' },
      role: 'administrator',
    };
    const add = (shown: object) => act(chief, 'staff/actions/create', { ...fields, ...shown });
    expect((await add({})).errors).toEqual({ current: 'Введите пароль' });
    expect((await add({ current: 'не тот пароль' })).errors).toEqual({ current: 'Пароль не подошёл' });
    await expect(journal('all-rights')).rejects.toThrow();
    expect((await add({ current: chiefPassword })).result?.words).toHaveLength(1);
    const letter = await world.mail.waitForLetter({
      to: OTHER,
      subject: `${NEW_ADMINISTRATOR}, Новиков Лев`,
    });
    expect(letter.text).toMatch(
      /администратор .+ завёл нового администратора: Новиков Лев, логин all-rights/,
    );
    for (const to of [CHIEF, 'all-rights@example.test']) {
      await world.mail.noLetter({ to, subject: NEW_ADMINISTRATOR, within: 300 });
    }
  });

  it('is made of nobody of the office otherwise, and one whose access is opened again is no less news', async () => {
    await hire(world, 'rising', 'operator', 'Ростов Илья');
    const path = `staff/records/${await idOf('rising')}`;
    const fields = { name: 'Ростов Илья', email: 'rising@example.test' };
    const admit = { ...fields, role: 'administrator' };
    expect((await act(chief, `${path}/change`, { ...fields, role: 'dispatcher' })).errors).toBeUndefined();
    expect((await act(chief, `${path}/change`, admit)).errors).toEqual({ current: 'Введите пароль' });
    const shown = { ...admit, current: chiefPassword };
    expect((await act(chief, `${path}/change`, shown)).message).toBe('Изменения сохранены.');
    const promoted = await world.mail.waitForLetter({
      to: OTHER,
      subject: `${NEW_ADMINISTRATOR}, Ростов Илья`,
    });
    expect(promoted.text).toContain('дал права администратора сотруднику: Ростов Илья, логин rising');
    // who is one already gives nobody a right by another name
    expect((await act(chief, `${path}/change`, { ...admit, name: 'Ростов И.' })).errors).toBeUndefined();
    await act(chief, `${path}/disable`);
    await act(chief, `${path}/enable`);
    const opened = await world.mail.waitForLetter({ to: OTHER, subject: 'снова открыт доступ, Ростов И.' });
    expect(opened.text).toContain('логин rising');
    await world.mail.noLetter({ to: 'rising@example.test', within: 300 });
  });

  it('comes from an administrator with an app by their code only', async () => {
    const { client, paper } = await withApp('with-code', 'administrator');
    const fields = {
      ...{ name: 'Кодов Ян', login: 'by-code', email: 'by-code@example.test', role: 'administrator' },
      current: STAFF_PASSWORD,
    };
    expect((await act(client, 'staff/actions/create', fields)).errors).toEqual({
      code: 'Введите код из вашего приложения',
    });
    const { errors } = await act(client, 'staff/actions/create', { ...fields, code: paper[0] });
    expect(errors).toBeUndefined();
  });
});
