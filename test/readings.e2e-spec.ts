import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { monthName } from '../src/text/month.js';
import { giveAccount, giveDocuments } from './support/billing.js';
import type { Client } from './support/client.js';
import {
  closeWindow,
  giveMeter,
  openWindow,
  readingsOf,
  thisMonth,
  windowMayHaveClosed,
} from './support/meters.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let irina: Client;
let account: string;
let cold: string;
let hot: string;
let power: string;
let count = 0;

beforeAll(async () => {
  world = await startWorld();
  await giveResident(world, 'irina');
  irina = await signIn(world, 'irina');
});
afterAll(() => world?.stop());

/** An account of its own for each test: cold and hot water, electricity by day and night. */
beforeEach(async () => {
  await openWindow(world);
  count += 1;
  account = await giveAccount(world, 'irina', `01000${5000 + count}`);
  cold = await giveMeter(world, account, {
    number: `18-${count}1`,
    readings: [['100'], ['106'], ['112'], ['118'], ['123.450']],
  });
  hot = await giveMeter(world, account, {
    resource: 'hot_water',
    number: `18-${count}2`,
    readings: [['70'], ['74'], ['78'], ['84'], ['88.120']],
  });
  power = await giveMeter(world, account, {
    resource: 'electricity',
    number: `00${count}`,
    place: 'щиток',
    tariffs: 2,
    capacity: 6,
    decimals: 0,
    readings: [
      ['10000', '4700'],
      ['10300', '4800'],
      ['10412', '4873'],
    ],
  });
});

const page = () => irina.get(`/accounts/${account}/readings`);
const form = async () => (await page()).form(`/accounts/${account}/readings`);
const whole = (meter: string, tariff = 0) => `whole-${meter}-${tariff}`;
const fraction = (meter: string, tariff = 0) => `fraction-${meter}-${tariff}`;
const sure = (meter: string) => `sure-${meter}`;
const good = () => ({
  [whole(cold)]: '130',
  [whole(hot)]: '92',
  [fraction(hot)]: '5',
  [whole(power)]: '10561',
  [whole(power, 1)]: '4921',
});

describe('A resident', () => {
  it('comes to the readings from the list of services and from the account', async () => {
    await world.database.query(
      'UPDATE account_links SET ended_at = now(), ended_by = $1 WHERE account_id <> $2',
      ['resident', account],
    );
    expect((await irina.get('/services/readings')).location).toBe(`/accounts/${account}/readings`);
    const opened = await (await irina.get(`/accounts/${account}`)).click('Передать показания');
    expect(opened.heading).toBe('Показания счетчиков');
    expect(opened.text).toContain('Холодная вода');
    expect(opened.text).toContain('было 00123,450');
    expect(opened.text).toMatch(
      /приём до (28|29|30|31) \S+, (сегодня последний день|остался (?:\d*[02-9])?1 день|осталось \d+ д)/,
    );
    expect(opened.text).toContain('обычно 5–6 м³');
  });

  it('sends all readings at once and gets a numbered certificate', async () => {
    const sent = await (await form()).submit(good());
    expect(sent.location).toMatch(new RegExp(`^/accounts/${account}/readings/certificates/`));
    const certificate = await (await sent.follow()).click('Распечатать справку');
    expect(certificate.heading).toMatch(/^Справка № \d+ о передаче показаний$/);
    expect(certificate.text).toContain('Показания приняты.');
    expect(certificate.text).toMatch(/От кого \S+ \S\./);
    expect(certificate.text).toContain('00130,000 м³');
    expect(certificate.text).toContain('00092,500 м³');
    expect(certificate.text).toContain('День: 010561 кВт·ч');
    expect((await readingsOf(world, power)).at(-1)).toEqual({
      reading: '10561 4921',
      status: 'accepted',
      doubts: '',
      period: thisMonth(),
      superseded: false,
    });
    const again = await page();
    expect(again.text).toContain('Переданы');
    expect(again.text).toContain('Исправить можно до');
    expect(again.html.querySelector('button.main')?.text).toBe('Исправить показания');
    expect((await form()).value(whole(cold))).toBe('130');
  });

  it('gets the certificate by letter', async () => {
    const certificate = await (await (await form()).submit(good())).follow();
    const [pressed] = await Promise.all([1, 2].map(() => certificate.form(/\/letter$/).submit()));
    const told = await pressed!.follow();
    const letters = await world.database.query(
      "SELECT FROM letters l JOIN users u ON u.id = l.user_id WHERE kind = 'readings-certificate' AND u.login = 'irina'",
    );
    expect(letters).toHaveLength(1);
    expect(told.text).toContain('Справка отправлена на вашу почту.');
    const letter = await world.mail.waitForLetter({
      to: 'irina@example.test',
      subject: 'Справка о передаче показаний',
    });
    expect(letter.text).toContain('Электроэнергия, №');
    expect(letter.text).toContain('День 010561; Ночь 004921 кВт·ч (за ');
    expect(letter.links.some((link) => link.includes('/readings/certificates/'))).toBe(true);
  });

  it('does not get it more than ten times an hour', async () => {
    const certificate = await (await (await form()).submit(good())).follow();
    for (let sent = 0; sent < 9; sent += 1) await certificate.form(/\/letter$/).submit();
    expect((await certificate.form(/\/letter$/).submit()).status).toBe(429);
  });

  it('sees what it costs by the last receipt, also without JavaScript', async () => {
    await giveDocuments(world, account, 1);
    await (await form()).submit({ [whole(cold)]: '130' });
    expect((await page()).text).toMatch(/6,55 м³ ≈ [\d ]+,\d\d ₽, обычно 5–6 м³/);
  });

  it('may leave meters out, but not half of one, and not all', async () => {
    expect((await (await form()).submit({ [whole(hot)]: '92' })).status).toBe(303);
    const half = await (
      await form()
    ).submit({ [whole(hot)]: '', [fraction(hot)]: '', [whole(power)]: '10561' });
    expect(half.status).toBe(422);
    expect(half.errorOf(whole(power, 1))).toBe('Введите показания');
    expect(half.form(`/accounts/${account}/readings`).value(whole(power))).toBe('10561');
    const nothing = await (await form()).submit({ [whole(hot)]: '', [fraction(hot)]: '' });
    expect(nothing.errors).toEqual(['Введите показания хотя бы одного счетчика']);
  });

  it.each([
    ['12а', '', 'Введите только цифры, как на счетчике'],
    ['-130', '', 'Введите только цифры, как на счетчике'],
    ['130,4567', '', 'После запятой у этого счетчика не больше 3 цифр'],
    ['123456', '', 'Слишком много цифр: у этого счетчика 5 до запятой'],
    ['120', '', 'Меньше прежних показаний. Проверьте цифры; если счетчик заменили, позвоните нам'],
    ['', '45', 'Введите целую часть: цифры слева от запятой'],
  ])('is told what is wrong with «%s» and «%s», and loses nothing', async (black, red, message) => {
    const refused = await (await form()).submit({ ...good(), [whole(cold)]: black, [fraction(cold)]: red });
    expect(refused.status).toBe(422);
    expect(refused.errorOf(whole(cold))).toBe(message);
    const kept = refused.form(`/accounts/${account}/readings`);
    expect(kept.value(whole(cold))).toBe(black);
    expect(kept.value(whole(power, 1))).toBe('4921');
    expect(await readingsOf(world, hot)).toHaveLength(5);
  });

  it('is asked about an unusual value, and the tick holds for this very value only', async () => {
    const asked = await (await form()).submit({ ...good(), [whole(cold)]: '1300' });
    expect(asked.status).toBe(200);
    expect(asked.text).toContain('Показания пока не отправлены');
    expect(asked.text).toContain('Необычно много: 1 176,55 м³');
    expect(await readingsOf(world, hot)).toHaveLength(5);
    const other = await asked
      .form(`/accounts/${account}/readings`)
      .submit({ [sure(cold)]: true, [whole(cold)]: '1400' });
    expect(other.text).toContain('Необычно много: 1 276,55 м³');
    const sent = await other.form(`/accounts/${account}/readings`).submit({ [sure(cold)]: true });
    expect((await sent.follow()).text).toContain('Необычно много. Если цифры верные, приложите фото');
    expect((await readingsOf(world, cold)).at(-1)).toMatchObject({ status: 'sent', doubts: 'growth' });
    expect((await readingsOf(world, hot)).at(-1)).toMatchObject({ status: 'accepted' });
    expect((await page()).text).toContain('мы их проверяем: они необычные');
  });

  it('reads after sending what was taken, what it costs, what is checked and why, and until when it can be corrected', async () => {
    await giveDocuments(world, account, 1);
    const asked = await (await form()).submit({ ...good(), [whole(hot)]: '300' });
    const sent = await (
      await asked.form(`/accounts/${account}/readings`).submit({ [sure(hot)]: true })
    ).follow();
    expect(sent.heading).toBe('Показания приняты');
    expect(sent.text).toMatch(/Учтём в квитанции за [а-я]+\./);
    const [first, second] = sent.html
      .querySelectorAll('.took > li')
      .map(({ structuredText }) => structuredText);
    expect(first).toMatch(/Холодная вода[^]*✓ приняты[^]*было 00123,450[^]*6,55\sм³, около [\d\s]+\s₽/);
    expect(second).toMatch(/Горячая вода[^]*на проверке[^]*212,38\sм³, а обычно/);
    expect(second).toContain('Необычно много.');
    expect(sent.text).toMatch(/Исправить можно до \d+ [а-я]+( \d{4})? включительно, (сегодня|остал)/);
    expect((await sent.click('Исправить показания')).heading).toBe('Показания счетчиков');
    expect((await sent.click('Приложить фото')).heading).toBe('Фото счетчиков');
    await closeWindow(world, true);
    const later = await irina.get(sent.path);
    expect(later.text).toContain('Исправить эти показания теперь может диспетчер');
    expect(later.text).not.toContain('Исправить показания');
  });

  it('hears of a wrong value and of an unusual one at once, with the tariff and both numbers at the top', async () => {
    const both = await (
      await form()
    ).submit({ ...good(), [whole(hot)]: '300', [whole(power, 1)]: '2000', [whole(cold)]: '12а' });
    expect(both.errors).toEqual([
      'Холодная вода, Кухня: введите только цифры, как на счетчике',
      'Электроэнергия, щиток, ночь: 002000 меньше прежних 004873',
    ]);
    expect(both.text).toContain('Необычно много: 212,38 м³');
    const [question] = both.html.querySelectorAll('.note.warn ul a');
    expect(question!.text).toMatch(/^Горячая вода, [^:]+: 212,38\s*м³(, обычно .+)?$/);
    expect(both.html.querySelector(question!.getAttribute('href')!)).not.toBeNull();
    const right = await both
      .form(`/accounts/${account}/readings`)
      .submit({ [sure(hot)]: true, [whole(power, 1)]: '4921', [whole(cold)]: '130' });
    expect(right.status).toBe(303);
    expect(await readingsOf(world, power)).toHaveLength(4);
  });

  it('reads honestly which month was missed and what is charged instead', async () => {
    await world.database.query(`DELETE FROM meter_readings WHERE meter_id = $1 AND reading = '{123.450}'`, [
      cold,
    ]);
    const { text } = await page();
    expect(text).toMatch(
      /За [а-я]+ показаний нет, начислим по среднему, около 6 м³\. Передайте их, и пересчитаем в квитанции за [а-я]+\./,
    );
    expect(text.match(/показаний нет/g)).toHaveLength(1);
    await (await form()).submit(good());
    expect((await page()).text).not.toContain('показаний нет');
  });

  it('is asked when the dial has gone over zero', async () => {
    await world.database.query(
      `UPDATE meter_readings SET reading = '{99998.750}' WHERE meter_id = $1 AND reading = '{123.450}'`,
      [cold],
    );
    const asked = await (await form()).submit({ [whole(cold)]: '0', [fraction(cold)]: '42' });
    expect(asked.text).toContain('начал считать с нуля, расход — 1,67 м³');
    const sent = await asked.form(`/accounts/${account}/readings`).submit({ [sure(cold)]: true });
    expect(sent.status).toBe(303);
    expect((await readingsOf(world, cold)).at(-1)).toMatchObject({ reading: '0.420', doubts: 'rollover' });
  });

  it('is asked when hot and cold water look mixed up', async () => {
    const asked = await (await form()).submit({ [whole(cold)]: '92', [whole(hot)]: '130' });
    expect(asked.status).toBe(200);
    expect(asked.text).toContain('перепутали местами холодную и горячую воду');
    const right = await asked
      .form(`/accounts/${account}/readings`)
      .submit({ [whole(cold)]: '130', [whole(hot)]: '92' });
    expect(right.status).toBe(303);
    expect((await readingsOf(world, hot)).at(-1)).toMatchObject({ reading: '92.000', status: 'accepted' });
  });

  it('corrects a reading while the window is open, and both versions are kept', async () => {
    await (await form()).submit(good());
    await (await form()).submit({ [whole(cold)]: '131' });
    const readings = await readingsOf(world, cold);
    expect(readings.slice(-2)).toEqual([
      expect.objectContaining({ reading: '130.000', superseded: true }),
      expect.objectContaining({ reading: '131.000', superseded: false }),
    ]);
    expect(await readingsOf(world, power)).toHaveLength(4);
  });

  it('sends the same twice, and it is written once under one number', async () => {
    const open = await form();
    const [one, two] = await Promise.all([open.submit(good()), open.submit(good())]);
    expect(one.location).toBe(two.location);
    expect((await (await form()).submit({})).location).toBe(one.location);
    expect(await readingsOf(world, cold)).toHaveLength(6);
  });

  it('cannot change what the office has accepted', async () => {
    await (await form()).submit(good());
    const open = await form();
    await world.database.query(
      `WITH one AS (INSERT INTO staff (login, login_key, name, email, role, password_hash, password_changed_at)
         VALUES ('o${count}', 'o${count}', 'Оператор', 'o${count}@example.test', 'operator', 'x', now()) RETURNING id)
       UPDATE meter_readings SET decided_at = now(), decided_by = one.id FROM one WHERE meter_id = $1 AND period = $2`,
      [cold, `${thisMonth()}-01`],
    );
    const refused = await open.submit({ [whole(cold)]: '140' });
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toContain('уже учтены');
    expect((await page()).text).toContain('уже учтены: 00130,000. Чтобы исправить их, позвоните нам');
  });

  it('sees a rejected reading with its reason and sends it again', async () => {
    await (await form()).submit(good());
    await world.database.query(
      `UPDATE meter_readings SET status = 'rejected', reject_reason = 'не совпадает с контрольным обходом'
       WHERE meter_id = $1 AND period = $2`,
      [cold, `${thisMonth()}-01`],
    );
    expect((await page()).text).toContain('отклонены: не совпадает с контрольным обходом');
    expect((await (await form()).submit({ [whole(cold)]: '129' })).status).toBe(303);
    expect((await readingsOf(world, cold)).at(-1)).toMatchObject({ reading: '129.000', status: 'accepted' });
  });

  it('reads why last month was rejected, and what can be done when its window is closed', async () => {
    await world.database.query(
      `UPDATE meter_readings SET status = 'rejected', reject_reason = 'показания другого счетчика.'
       WHERE meter_id = $1 AND reading = '{123.450}'`,
      [cold],
    );
    expect((await page()).text).toMatch(
      /Показания за \S+ 20\d\d отклонены: показания другого счетчика\. Приём за этот месяц закончился; новые показания учтём за \S+\./,
    );
    await (await form()).submit(good());
    expect((await page()).text).not.toContain('отклонены');
    await world.database.query('DELETE FROM meter_readings WHERE period = $1', [`${thisMonth()}-01`]);
    await closeWindow(world, true);
    expect((await page()).text).toContain('закончился; чтобы передать другие, позвоните нам');
  });

  it('is asked about a value beyond one that stands for a later month', async () => {
    await world.database.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
       VALUES ($1, $2::date + interval '1 month', '{128}', $2, 'cabinet', 'accepted')`,
      [cold, `${thisMonth()}-01`],
    );
    const asked = await (await form()).submit(good());
    expect(asked.status).toBe(200);
    expect(asked.text).toMatch(/Это больше, чем уже передано за \S+ 20\d\d: 00128,000/);
    expect((await (await form()).submit({ [whole(cold)]: '127' })).status).toBe(303);
  });

  it('reads when a verification is due and what missing it costs', async () => {
    await world.database.query(`UPDATE meters SET verification_due = now()::date + 20 WHERE id = $1`, [cold]);
    await world.database.query(`UPDATE meters SET verification_due = now()::date - 20 WHERE id = $1`, [hot]);
    const { text } = await page();
    expect(text).toMatch(/поверка до \d+ \S+ \d{4}, (осталось (19|20)|остался 21) д/);
    expect(text).toContain('по нормативу с повышающим коэффициентом');
    expect(text).toContain('Срок поверки истёк');
    expect((await (await form()).submit(good())).status).toBe(303);
  });

  it('is told of an electricity meter that its supplier has it verified, and of no black digits', async () => {
    await world.database.query(
      'UPDATE meters SET decimals = 2, verification_due = now()::date + $2::integer WHERE id = $1',
      [power, 20],
    );
    const near = await page();
    expect(near.text).toContain('бесплатно делает гарантирующий поставщик электроэнергии');
    expect(near.text).not.toContain('повышающим коэффициентом');
    const words = (id: string) => near.html.querySelector(`label[for="${id}"]`)!.text;
    expect(words(whole(power))).toMatch(/щиток, цифры до запятой/);
    expect(words(whole(cold))).toContain('чёрные цифры до запятой');
    expect(near.html.querySelector(`#${fraction(power)}`)!.getAttribute('aria-label')).not.toContain('красн');
    await world.database.query('UPDATE meters SET verification_due = now()::date - 20 WHERE id = $1', [
      power,
    ]);
    expect((await page()).text).toContain('Обратитесь к поставщику');
  });

  it('sees an automatic meter and is not asked for it', async () => {
    await world.database.query('UPDATE meters SET automatic = true WHERE id = $1', [power]);
    const open = await form();
    expect(open.names()).not.toContain(whole(power));
    expect((await page()).text).toContain('передаются автоматически');
  });

  it.each([
    ['first', () => cold, () => [hot, power]],
    ['middle', () => hot, () => [cold, power]],
  ])('sends the other meters when the %s one is not asked for', async (_, automatic, others) => {
    await world.database.query('UPDATE meters SET automatic = true WHERE id = $1', [automatic()]);
    const open = await form();
    expect(open.names()).not.toContain(whole(automatic()));
    const values = Object.entries(good()).filter(([name]) => open.names().includes(name));
    expect((await open.submit(Object.fromEntries(values))).status).toBe(303);
    const today = await world.database.query<{ id: string }>(
      'SELECT meter_id AS id FROM meter_readings WHERE certificate_id IS NOT NULL AND meter_id = ANY($1)',
      [[cold, hot, power]],
    );
    expect(today.map(({ id }) => id).sort()).toEqual([...others()].sort());
  });

  it('reads nothing to fill in on an account that is closed', async () => {
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [account]);
    const closed = await page();
    expect(closed.text).toContain('Лицевой счет закрыт');
    expect(closed.forms().some((it) => it.names().includes(whole(cold)))).toBe(false);
  });
});

describe('Outside the window', () => {
  it('a strict rule takes nothing, also when it has closed while the form was open', async () => {
    const open = await form();
    await closeWindow(world, true);
    const refused = await open.submit(good());
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toBe('Холодная вода, Кухня: приём показаний закончился');
    expect(await readingsOf(world, cold)).toHaveLength(5);
    const closed = await page();
    expect(closed.text).toContain('сейчас показания не принимаются');
    expect(closed.forms().some((it) => it.names().includes(whole(cold)))).toBe(false);
  });

  it('a lenient one takes them for the next window, and says so before', async () => {
    await closeWindow(world, false);
    const [, told = ''] = /можно передать и сейчас, учтём за ([а-я]+)/.exec((await page()).text) ?? [];
    const sent = await (await form()).submit(good());
    expect(sent.status).toBe(303);
    const [last] = (await readingsOf(world, cold)).slice(-1);
    expect(last!.period >= thisMonth()).toBe(true);
    expect(monthName(last!.period)).toBe(told);
  });

  it('the month of a form that was open too long is not changed behind the back of who fills it in', async () => {
    const open = await form();
    // As if the page had been opened in the month before.
    const late = await open.submit({
      ...good(),
      [`month-${cold}`]: '2020-01',
      [`month-${hot}`]: '2020-01',
      [`month-${power}`]: '2020-01',
    });
    expect(late.status).toBe(422);
    expect(late.errors[0]).toContain('приём за прежний месяц закончился');
    expect(late.form(`/accounts/${account}/readings`).value(whole(cold))).toBe('130');
    expect((await late.form(`/accounts/${account}/readings`).submit()).status).toBe(303);
  });

  it('what had been sent before is neither refused nor sent anew for the next month', async () => {
    await (await form()).submit({ [whole(cold)]: '130' });
    const [strict, lenient] = [await form(), await form()];
    await closeWindow(world, true);
    const refused = await strict.submit({ [whole(hot)]: '93' });
    expect(refused.errors).toEqual(['Горячая вода, Кухня: приём показаний закончился']);
    expect(refused.text).toContain('Вы ввели 00093,000: эти показания не приняты');
    expect(refused.text).not.toContain('Вы ввели 00130,000');
    await closeWindow(world, false);
    const late = await lenient.submit({ [whole(hot)]: '93' });
    if (windowMayHaveClosed()) {
      expect(late.errors).toHaveLength(1);
      expect(late.errors[0]).toContain('Горячая вода');
      const again = late.form(`/accounts/${account}/readings`);
      expect([again.value(whole(cold)), again.value(whole(hot))]).toEqual(['', '93']);
      expect((await again.submit()).status).toBe(303);
    } else {
      // before the window of a month opens its readings are taken as they are
      expect(late.status).toBe(303);
    }
    const sent = await readingsOf(world, cold);
    expect(sent.filter(({ period }) => period >= thisMonth())).toHaveLength(1);
  });
});

describe('Somebody else', () => {
  it('sees neither the page nor a certificate nor the history', async () => {
    const certificate = (await (await form()).submit(good())).location!;
    await giveResident(world, `neighbour${count}`);
    const neighbour = await signIn(world, `neighbour${count}`);
    for (const path of [
      `/accounts/${account}/readings`,
      certificate,
      certificate.replace(/\/sent$/, ''),
      `/accounts/${account}/readings/history`,
      `/accounts/${account}/readings/history.csv`,
    ]) {
      expect((await neighbour.get(path)).status).toBe(404);
      expect((await world.visitor().get(path)).location).toMatch(/^\/auth\//);
    }
  });

  it('cannot have a meter of another account read', async () => {
    const foreign = await giveAccount(world, 'irina', `01000${7000 + count}`);
    const meter = await giveMeter(world, foreign, { number: `99-${count}`, readings: [['5']] });
    const open = await form();
    const refused = await irina.post(`/accounts/${account}/readings`, {
      _csrf: open.value('_csrf') ?? '',
      ...good(),
      [whole(meter)]: '6',
    });
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toContain('Список счетчиков изменился');
    expect(await readingsOf(world, meter)).toHaveLength(1);
  });
});

describe('The history', () => {
  it('tells readings, consumption and source, draws them, and comes as a file', async () => {
    await (await form()).submit(good());
    const history = await (await page()).click('История показаний и справки');
    expect(history.heading).toBe('История показаний');
    expect(history.text).toContain('00130,000');
    expect(history.text).toContain('6,55');
    expect(history.text).toContain('личный кабинет');
    expect(history.html.querySelectorAll('svg.chart')).toHaveLength(3);
    expect(history.link(/Справка № \d+/)).toContain('/certificates/');
    expect((await history.click('36 месяцев')).status).toBe(200);
    const file = await history.click('Скачать таблицей (CSV)');
    expect(file.headers['content-type']).toContain('text/csv');
    expect(file.body.startsWith('\uFEFFСчетчик;Номер')).toBe(true);
    expect(file.body).toContain(`Электроэнергия;00${count};щиток;Ночь;${thisMonth()};4921;кВт·ч`);
  });

  it('of a hostile parameter is the usual one', async () => {
    expect((await irina.get(`/accounts/${account}/readings/history?months=999&months=x`)).status).toBe(200);
  });
});
