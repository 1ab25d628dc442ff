import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Letter } from './support/letter.js';
import type { Page } from './support/page.js';
import type { Client } from './support/client.js';
import { startWorld, type World } from './support/world.js';
import { register, registration } from './support/resident.js';

const SUBJECT = 'УК «Макском»: Подтверждение регистрации нового пользователя';
const WRONG_CODE = 'Указан неверный код подтверждения регистрации.';

let world: World;
let visitor: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
});
afterAll(() => world?.stop());

async function openForm(): Promise<Page> {
  visitor = world.visitor();
  return (await visitor.get('/')).click('Регистрация');
}

async function letterTo(email: string): Promise<Letter> {
  return world.mail.waitForLetter({ to: email, subject: SUBJECT });
}

describe('A resident who registers', () => {
  it('finds the form as the manual shows it', async () => {
    const page = await openForm();
    expect(page.heading).toBe('Регистрация');
    const order = ['Учетные данные', 'Логин:*', 'минимум 3 символа', 'Пароль:*', 'минимум 6 символов'];
    order.push(
      'Повторите пароль:*',
      'Персональные данные',
      'Имя:*',
      'Отчество:',
      'Фамилия:*',
      'E-mail:*',
      'Телефон:',
    );
    order.push('Зарегистрироваться');
    const places = order.map((words) => page.text.indexOf(words));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('gets a letter word for word, and is confirmed by its link in the same browser', async () => {
    const page = await openForm();
    const sent = await (await page.form('/auth/registration').submit(registration('irina'))).follow();
    expect(sent.text).toContain('На email, указанный вами при регистрации было отправлено письмо.');
    expect(sent.text).toContain('Пожалуйста, перейдите по ссылке в письме для подтверждения регистрации');

    const letter = await letterTo('irina@example.test');
    const [, code] = /Ваш код для подтверждения регистрации: ([A-Za-z0-9]{8})\n/.exec(letter.text) ?? [];
    for (const words of [
      'Информационное сообщение сайта УК «Макском»',
      'Здравствуйте,',
      'Вы получили это сообщение, так как ваш адрес был использован при регистрации нового пользователя на сервере kabinet.maxkom.ru.',
      'Для подтверждения регистрации перейдите по следующей ссылке:',
      'Вы также можете ввести код для подтверждения регистрации на странице.',
      'Внимание! Ваш профиль не будет активным, пока вы не подтвердите свою регистрацию.',
      'Сообщение сгенерировано автоматически.',
      `/auth/index.php?confirm_registration=yes&confirm_user_id=`,
    ]) {
      expect(letter.text).toContain(words);
    }
    const [withCode, without] = letter.links;
    expect(withCode).toContain(`confirm_code=${code}`);
    expect(without).not.toContain('confirm_code');

    const confirmed = await visitor.get(withCode!);
    expect(confirmed.heading).toBe('Подтверждение регистрации');
    expect(confirmed.text).toContain('Регистрация пользователя успешно подтверждена.');
    expect(confirmed.text).toContain('Посмотреть баланс лицевого счета');

    const cabinet = await (
      await confirmed.form('/auth/login').submit({ login: 'irina', password: 'мост и лампа 7' })
    ).follow();
    expect(cabinet.text).toContain('Привязать лицевой счет');
  });

  it('cannot sign in before confirming, and can ask for another letter', async () => {
    const page = await openForm();
    await page.form('/auth/registration').submit(registration('pending'));
    const first = await letterTo('pending@example.test');
    const refused = await (
      await visitor.get('/auth/')
    )
      .form('/auth/login')
      .submit({ login: 'pending', password: 'мост и лампа 7' });
    expect(refused.status).toBe(422);
    expect(refused.errorOf('login')).toContain('Регистрация ещё не подтверждена');
    await refused.form('/auth/confirmation/again').submit({});
    const second = await letterTo('pending@example.test');
    expect(second.messageId).not.toBe(first.messageId);
    const old = await world.visitor().get(first.links[0]!);
    expect((await old.form('/auth/confirmation').submit({})).errorOf('code')).toBe(WRONG_CODE);
    const fresh = await world.visitor().get(second.links[0]!);
    expect((await fresh.form('/auth/confirmation').submit({})).text).toContain('успешно подтверждена');
  });

  it('confirms at once by the link of the letter sent again, in the browser that registered and in no other', async () => {
    await (await openForm()).form('/auth/registration').submit(registration('patient'));
    const first = await letterTo('patient@example.test');
    const refused = await (
      await visitor.get('/auth/')
    )
      .form('/auth/login')
      .submit({ login: 'patient', password: 'мост и лампа 7' });
    await refused.form('/auth/confirmation/again').submit({});
    const second = await letterTo('patient@example.test');
    expect(second.messageId).not.toBe(first.messageId);
    const elsewhere = await world.visitor().get(second.links[0]!);
    expect(elsewhere.text).not.toContain('успешно');
    expect((await visitor.get(second.links[0]!)).text).toContain('успешно подтверждена');
  });

  it('may type the code by hand in another browser; opening the link there changes nothing', async () => {
    await (await openForm()).form('/auth/registration').submit(registration('by-hand'));
    const letter = await letterTo('by-hand@example.test');
    const other = world.visitor();
    const opened = await other.get(letter.links[0]!);
    expect(opened.text).not.toContain('успешно');
    expect(opened.form('/auth/confirmation').value('code')).toMatch(/^[A-Za-z0-9]{8}$/);
    expect((await other.request('HEAD', letter.links[0]!)).status).toBe(200);

    const [, code] = /регистрации: (\S{8})/.exec(letter.text)!;
    const typing = await other.get(letter.links[1]!);
    const wrong = await typing
      .form('/auth/confirmation')
      .submit({ code: code!.toLowerCase() === code ? code.toUpperCase() : code!.toLowerCase() });
    expect(wrong.errorOf('code')).toBe(WRONG_CODE);
    const missing = await wrong.form('/auth/confirmation').submit({ code: '' });
    expect(missing.errorOf('code')).toBe('Не указан код подтверждения регистрации.');
    const done = await missing.form('/auth/confirmation').submit({ code: code! });
    expect(done.text).toContain('Регистрация пользователя успешно подтверждена.');
    const again = await (await other.get(letter.links[0]!)).form('/auth/confirmation').submit({});
    expect(again.text).toContain('Регистрация пользователя уже подтверждена.');
  });

  it('keeps the link when a stranger burns the typed attempts', async () => {
    await (await openForm()).form('/auth/registration').submit(registration('attacked'));
    const letter = await letterTo('attacked@example.test');
    const [, code] = /регистрации: (\S{8})/.exec(letter.text)!;
    const stranger = world.visitor();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const page = await stranger.get(letter.links[1]!);
      expect((await page.form('/auth/confirmation').submit({ code: 'AAAAAAAA' })).errorOf('code')).toBe(
        WRONG_CODE,
      );
    }
    const typed = await (
      await stranger.get(letter.links[1]!)
    )
      .form('/auth/confirmation')
      .submit({ code: code! });
    expect(typed.errorOf('code')).toBe(WRONG_CODE);
    expect((await visitor.get(letter.links[0]!)).text).toContain('успешно подтверждена');
  });
});

describe('A form that is not right', () => {
  it.each([
    ['login', 'ab', 'минимум 3 символа'],
    ['password', '12345', 'не менее 6 символов'],
    ['password', 'gfhjkm', 'слишком известен'],
    ['password', 'пароль', 'слишком известен'],
    ['repeat', 'something else', 'не совпадают'],
    ['firstName', '', 'Введите имя'],
    ['lastName', '', 'Введите фамилию'],
    ['email', 'irina@', 'E-mail'],
    ['phone', 'нет', 'телефон'],
    ['consent', '', 'согласия'],
  ])(
    'with %s «%s» comes back with the message at the field and what was typed',
    async (field, value, message) => {
      const values = { ...registration('someone'), [field]: field === 'consent' ? false : value };
      if (field === 'password') {
        values['repeat'] = value;
      }
      const refused = await (await openForm()).form('/auth/registration').submit(values);
      expect(refused.status).toBe(422);
      expect(refused.errorOf(field)?.toLowerCase()).toContain(message.toLowerCase());
      expect(refused.form('/auth/registration').value('middleName')).toBe('Петровна');
      expect(refused.form('/auth/registration').value('password')).toBe('');
    },
  );

  it('is accepted with a login of 3 characters and a password of 6', async () => {
    const values = { ...registration('xyz'), password: 'к7ыЩ-ю', repeat: 'к7ыЩ-ю' };
    expect((await (await openForm()).form('/auth/registration').submit(values)).location).toBe(
      '/auth/registration/sent',
    );
  });

  it('says that a login is taken, in any letter case', async () => {
    await register(world, 'taken');
    const values = { ...registration('Taken'), email: 'other@example.test' };
    const form = (await openForm()).form('/auth/registration');
    // the other half of a double press hears it too
    for (const answer of [await form.submit(values), await form.submit(values)]) {
      expect(answer.errorOf('login')).toContain('занят');
    }
  });
});

describe('Nobody learns whether an address is registered', () => {
  it('the answer is the same, and the owner gets a letter', async () => {
    await register(world, 'owner');
    const values = { ...registration('stranger'), email: 'Owner@example.test' };
    const answer = await (await openForm()).form('/auth/registration').submit(values);
    expect([answer.status, answer.location]).toEqual([303, '/auth/registration/sent']);
    const letter = await world.mail.waitForLetter({
      to: 'owner@example.test',
      subject: 'Попытка регистрации',
    });
    expect(letter.text).toContain('owner');
    await world.mail.noLetter({ to: 'Owner@example.test', subject: SUBJECT });
  });

  it('and an unconfirmed namesake does not hide the owner of the address', async () => {
    await register(world, 'real');
    const values = { ...registration('real@example.test'), email: 'real@example.test' };
    await (await openForm()).form('/auth/registration').submit(values);
    const form = (await world.visitor().get('/auth/')).form('/auth/login');
    expect((await form.submit({ login: 'real@example.test', password: 'мост и лампа 7' })).location).toBe(
      '/accounts',
    );
  });
});
