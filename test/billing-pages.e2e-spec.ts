import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import {
  giveAccount,
  giveDocuments,
  giveLine,
  type GivenDocument,
  givePayment,
  monthsUntil,
} from './support/billing.js';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let irina: Client;
let account: string;
let documents: GivenDocument[];

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0100002345');
  documents = await giveDocuments(world, account, 15, {
    opening: 100_000,
    change: ({ month, lines }) => {
      if (month === '2026-10') {
        Object.assign(lines[2]!, { recalculated: -5000, reason: 'Отсутствие горячей воды 3 дня' });
        Object.assign(lines[1]!, { factor: '1.5', increase: 700 });
        Object.assign(lines[6]!, { benefit: 20_000 });
      }
    },
  });
  await givePayment(world, account, '2026-11-05', 123_456, 'Почта России');
  irina = await signIn(world, 'irina');
});
afterAll(() => world?.stop());

/** «5123,45 ₽» as kopecks. */
function kopecks(text: string): number {
  return Number(text.replace('−', '-').replace(/[^\d-]/g, ''));
}

async function unlink(resident: Client, id: string): Promise<void> {
  await (await resident.get(`/accounts/${id}/unlink`)).form(/unlink/).submit();
}

/** The cells of the rows of the first table, without their small print. */
function rows(page: Page, part: string): { title: string; sums: number[] }[] {
  return page.html.querySelectorAll(`table.sums ${part} tr`).map((row) => ({
    title: row.querySelector('th')!.text,
    sums: row.querySelectorAll('td').map((cell) => kopecks(cell.text)),
  }));
}

describe('The page of an account', () => {
  it('has one sum, the reasons of its change that add up, and the ways on', async () => {
    const page = await irina.get(`/accounts/${account}`);
    const [before, last] = documents.slice(-2) as [GivenDocument, GivenDocument];
    const [sum] = page.html.querySelectorAll('.owed strong');
    expect(kopecks(sum!.text)).toBe(last.closing - 123_456);
    expect(page.text.split(sum!.text.replaceAll('\u00a0', ' '))).toHaveLength(2);
    const parts = page.html.querySelectorAll('.gain dd:not(.why)').map(({ text }) => kopecks(text));
    expect(parts.length).toBeLessThanOrEqual(4);
    const month = (one: GivenDocument) => one.charged + one.recalculated - one.benefit + one.penalty;
    expect(parts.reduce((a, b) => a + b)).toBe(month(last) - month(before));
    expect(page.link('История начислений и оплат')).toBe(`/accounts/${account}/balance`);
    expect(page.link('Подробно по каждой услуге')).toBe(`/accounts/${account}/changes`);
    expect(page.link('Показать код для оплаты')).toBe(`/accounts/${account}/pay`);
    expect(page.link('Распечатать квитанцию')).toBe(`/accounts/${account}/receipts/2026-10`);
    expect((await page.click('О счете')).text).toContain('Белова Ирина Петровна');
    expect((await page.click('Кто видит этот счет')).text).toContain('это вы');
  });

  it('does without a receipt', async () => {
    await giveResident(world, 'newcomer');
    const id = await giveAccount(world, 'newcomer', '0100000001');
    const newcomer = await signIn(world, 'newcomer');
    const page = await newcomer.get(`/accounts/${id}`);
    expect(page.text).toMatch(/Счет новый\. Первая квитанция придёт до 5 /);
    expect((await newcomer.get(`/accounts/${id}/balance`)).text).toContain('У вас нет начислений.');
    expect((await newcomer.get(`/accounts/${id}/changes`)).text).toContain('Сравнивать пока не с чем');
    await giveDocuments(world, id, 1);
    expect((await newcomer.get(`/accounts/${id}/changes`)).text).toContain('Сравнивать пока не с чем');
  });

  it('asks for no payment of what is paid', async () => {
    await giveResident(world, 'payer');
    const id = await giveAccount(world, 'payer', '0100000002');
    const [document] = await giveDocuments(world, id, 1);
    await givePayment(world, id, '2026-11-07', document!.closing + 500);
    const page = await (await signIn(world, 'payer')).get(`/accounts/${id}`);
    expect(page.text).not.toContain('К оплате');
    expect(page.text).not.toContain('Показать код');
    expect(page.text).toContain('Переплата 5,00 ₽ учтём в квитанции за ноябрь');
  });

  it('says nothing of a payment that was given back, and tells of the others', async () => {
    await giveResident(world, 'returned');
    const id = await giveAccount(world, 'returned', '0100000031');
    await giveDocuments(world, id, 1);
    await givePayment(world, id, '2026-11-04', 30_000);
    await givePayment(world, id, '2026-11-05', -30_000);
    const returned = await signIn(world, 'returned');
    expect((await returned.get(`/accounts/${id}`)).text).not.toContain('в пути');
    await givePayment(world, id, '2026-11-03', 20_000);
    expect((await returned.get(`/accounts/${id}`)).text).toContain('в пути 200,00 ₽, внесён 3 ноября');
  });

  it('and the card of the office names no day after a payment that it tells of', async () => {
    const accountant = await hire(world, 'buh', 'accountant', 'Орлова Анна');
    await giveResident(world, 'early');
    const id = await giveAccount(world, 'early', '0100000041');
    await giveDocuments(world, id, 1);
    const card = async () => (await accountant.get(`/office/accounts/${id}`)).text;
    expect(await card()).toContain('Оплат этого счета с 1 ноября в портале пока нет');
    await givePayment(world, id, '2026-10-29', 78_518);
    expect(await card()).toContain('Кроме учтённого в ней оплачено 785,18 ₽');
    expect(await card()).not.toContain('С 1 ноября');
  });
});

describe('The balance', () => {
  it('says what to pay as of when, less what no receipt has counted yet', async () => {
    const page = await irina.get(`/accounts/${account}/balance`);
    const [strong] = page.html.querySelectorAll('.owed strong');
    expect(kopecks(strong!.text)).toBe(documents.at(-1)!.closing - 123_456);
    // Of a day and no time of it, wherever a balance is told.
    for (const path of [`/accounts/${account}`, `/accounts/${account}/balance`]) {
      const { text } = await irina.get(path);
      expect(text).toContain('по состоянию на 5 ноября');
      expect(text).toContain('Оплаты после этого дня появятся');
      expect(text).toContain('в пути 1 234,56 ₽, внесён 5 ноября');
    }
  });

  it('has a turnover sheet in the words of people, accountants below, that adds up, twelve months a page', async () => {
    const page = await irina.get(`/accounts/${account}/balance`);
    expect(page.html.querySelectorAll('thead th').map(({ text }) => text)).toEqual([
      'Период',
      'Долг на началоЗадолженность на начало периода',
      'Начислено',
      'Перерасчёты',
      'Льготы',
      'Оплачено',
      'Долг на конецЗадолженность на конец периода',
    ]);
    const shown = rows(page, 'tbody');
    expect(shown.map(({ title }) => title.trim().split('\u00a0')[0])).toEqual(
      'октябрь сентябрь август июль июнь май апрель март февраль январь декабрь ноябрь'.split(' '),
    );
    for (const { sums } of [...shown, ...rows(page, 'tfoot')]) {
      const [opening, charged, recalculated, benefit, paid, closing] = sums;
      expect(opening! + charged! + recalculated! + benefit! - paid!).toBe(closing);
    }
    const earlier = await page.click('Показать предыдущие месяцы');
    expect(rows(earlier, 'tbody')).toHaveLength(3);
    expect(earlier.html.querySelectorAll('thead th')).toHaveLength(6);
    expect(rows(earlier, 'tbody')[0]!.sums.at(-1)).toBe(shown.at(-1)!.sums[0]);
    expect(earlier.text).not.toContain('Показать предыдущие месяцы');
  });

  it('lists each payment once, and marks those that no receipt has counted', async () => {
    const page = await irina.get(`/accounts/${account}/balance`);
    const earlier = await page.click('Показать предыдущие месяцы');
    const [first, ...others] = page.html.querySelectorAll('.payments li').map(({ text }) => text);
    expect(first).toContain('5\u00a0ноября\u00a02026');
    expect(first).toContain('Почта России');
    expect(first).toContain('ещё не учтена в квитанции');
    expect(others.join()).not.toContain('ещё не учтена');
    expect(1 + others.length + earlier.html.querySelectorAll('.payments li').length).toBe(16);
  });

  it('draws a chart that says in words what it shows', async () => {
    const page = await irina.get(`/accounts/${account}/balance`);
    const chart = page.html.querySelector('svg.chart')!;
    expect(chart.getAttribute('role')).toBe('img');
    expect(chart.querySelector('title')!.text).toBe(
      'Начислено и оплачено: ноябрь\u00a02025\u00a0— октябрь\u00a02026',
    );
    expect(chart.querySelector('desc')!.text).toContain('Больше всего начислено');
    expect(chart.querySelectorAll('rect')).toHaveLength(24);
  });

  it('does not show what a newer import has replaced', async () => {
    const id = await giveAccount(world, 'irina', '0100000003');
    const [old] = await giveDocuments(world, id, 1);
    await world.database.query('UPDATE payment_documents SET superseded_by = batch_id WHERE id = $1', [
      old!.id,
    ]);
    expect((await irina.get(`/accounts/${id}/balance`)).text).toContain('У вас нет начислений.');
    expect((await irina.get(`/accounts/${id}/balance/2026-10`)).status).toBe(404);
    expect((await irina.get(`/accounts/${id}`)).body).not.toContain('/receipts/2026-10');
    await unlink(irina, id);
  });
});

describe('A month', () => {
  it('tells of each service how its sum was got, and adds up', async () => {
    const page = await (await irina.get(`/accounts/${account}/balance`)).click('октябрь 2026');
    expect(page.heading).toBe('Начисления за октябрь 2026');
    expect(page.text).toContain('0,76 Гкал × 2 105,43 ₽ = 1 600,13 ₽');
    expect(page.text).toContain('В том числе на общедомовые нужды 0,113 м³');
    expect(page.text).toContain('Повышающий коэффициент 1,5: +7,00 ₽');
    expect(page.text).toContain('Перерасчёт −50,00 ₽: отсутствие горячей воды 3 дня');
    expect(page.text).toContain('Льгота −200,00 ₽');
    const sums = page.html.querySelectorAll('.lines > li > b').map(({ text }) => kopecks(text));
    expect(sums.reduce((a, b) => a + b)).toBe(kopecks(page.html.querySelector('p.result b')!.text));
    const parts = page.html.querySelectorAll('.amounts dd').map(({ text }) => kopecks(text));
    const toPay = parts.pop();
    expect(parts.reduce((a, b) => a + b)).toBe(toPay);
    expect(toPay).toBe(documents.at(-1)!.closing);
  });

  it('shows sums that do not agree with the accounting as they are', async () => {
    const id = await giveAccount(world, 'irina', '0100000004');
    const [document] = await giveDocuments(world, id, 1);
    await world.database.query(
      'UPDATE payment_documents SET charged_kopecks = charged_kopecks + 1 WHERE id = $1',
      [document!.id],
    );
    const page = await irina.get(`/accounts/${id}/balance/2026-10`);
    expect(page.text).toContain('Не разнесено по услугам +0,01 ₽');
    expect(kopecks(page.html.querySelector('p.result b')!.text)).toBe(document!.charged + 1);
    await unlink(irina, id);
  });
});

describe('«Почему сумма изменилась?»', () => {
  it('compares the last two months, and the parts add up to the kopeck', async () => {
    const page = await irina.get(`/accounts/${account}/changes`);
    expect(page.text).toMatch(/В октябре начислено на [\d ,]+ ₽ больше, чем в сентябре\./);
    expect(page.text).toContain(
      'Сильнее всего изменилась строка «Отопление»: на 1 157,99 ₽ больше, потому что расход вырос с 0,21 до 0,76 Гкал.',
    );
    const table = page.html.querySelector('table.sums')!;
    const all = table
      .querySelectorAll('tbody tr, tfoot tr')
      .map((row) => row.querySelectorAll('td').map((cell) => kopecks(cell.text)));
    for (const [before, after, difference, volume, tariff, other] of all) {
      expect(after! - before!).toBe(difference);
      expect(volume! + tariff! + other!).toBe(difference);
    }
    const total = all.pop()!;
    expect(total.map((_, index) => all.reduce((sum, row) => sum + row[index]!, 0))).toEqual(total);
  });

  it('compares the months that are chosen', async () => {
    const page = await irina.get(`/accounts/${account}/changes`);
    const other = await page.form(/changes/).submit({ from: '2025-10', to: '2026-10' });
    expect(other.text).toContain('В октябре 2026 начислено');
    expect(other.text).toContain('чем в октябре 2025');
    const same = await irina.get(`/accounts/${account}/changes?from=2026-10&to=2026-10`);
    expect(same.text).toContain('Выбран один и тот же месяц');
    const half = await irina.get(`/accounts/${account}/changes?to=2026-05`);
    expect(half.text).toContain('чем в апреле');
    expect((await irina.get(`/accounts/${account}/changes?to=2025-08`)).status).toBe(200);
    expect((await irina.get(`/accounts/${account}/changes?from=2026-10`)).text).toContain('чем в октябре');
  });
});

describe('What is not there', () => {
  it.each([
    'balance/2026-13',
    'balance/2026-11',
    'balance/2019-01',
    'balance/0000-01',
    'balance/2026-10-01',
    'balance/октябрь',
    'balance?before=2026-13',
    'balance?before=2020-01',
    'changes?from=2026-13',
    'changes?from=2019-01&to=2026-10',
    "changes?to=2026-10'",
  ])('is 404: %s', async (path) => {
    expect((await irina.get(encodeURI(`/accounts/${account}/${path}`))).status).toBe(404);
  });

  it('and what is of somebody else are the same', async () => {
    await giveResident(world, 'stranger');
    const stranger = await signIn(world, 'stranger');
    const missing = '00000000-0000-4000-8000-000000000000';
    for (const path of [
      ...['', '/about', '/pay', '/pay/code.png', '/balance', '/balance/2026-10', '/changes'],
      '/changes?from=2026-09&to=2026-10',
    ]) {
      const pages = [
        await stranger.get(`/accounts/${account}${path}`),
        await stranger.get(`/accounts/${missing}${path}`),
      ];
      expect(pages.map(({ status }) => status)).toEqual([404, 404]);
      expect(pages[0]!.text).toBe(pages[1]!.text);
      expect((await world.visitor().get(`/accounts/${account}${path}`)).location).toMatch(/^\/auth/);
    }
  });

  it('is all of an account from the moment it is unlinked', async () => {
    await giveResident(world, 'leaver');
    const id = await giveAccount(world, 'leaver', '0100000005');
    await giveDocuments(world, id, 2);
    const leaver = await signIn(world, 'leaver');
    expect((await leaver.get(`/accounts/${id}/balance/2026-10`)).status).toBe(200);
    await unlink(leaver, id);
    for (const path of ['', '/balance', '/balance/2026-10', '/changes']) {
      expect((await leaver.get(`/accounts/${id}${path}`)).status).toBe(404);
    }
  });
});

describe('An account that is closed', () => {
  it('promises no receipt to come, and asks for no readings', async () => {
    await giveResident(world, 'former');
    const id = await giveAccount(world, 'former', '0100000011');
    const [document] = await giveDocuments(world, id, 1);
    await givePayment(world, id, '2026-11-07', document!.closing + 500);
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [id]);
    const former = await signIn(world, 'former');
    const page = await former.get(`/accounts/${id}`);
    expect(page.text).toContain('Лицевой счет закрыт');
    expect(page.text).toContain('Переплата 5,00 ₽ Распечатать квитанцию');
    expect(page.text).not.toMatch(/учтём|появятся/);
    const open = [
      await giveAccount(world, 'former', '0100000009'),
      await giveAccount(world, 'former', '0100000010'),
    ];
    const asked = (await former.get('/services/readings')).body;
    expect(open.map((one) => asked.includes(one))).toEqual([true, true]);
    expect(asked).not.toContain(id);
    expect((await former.get('/services/receipt')).body).toContain(id);
  });
});

describe('The services of the start page', () => {
  it('lead straight to the only account, and ask for which flat when there are several', async () => {
    expect((await irina.get('/services/balance')).location).toBe(`/accounts/${account}/balance`);
    expect((await irina.get('/services/receipt')).location).toBe(`/accounts/${account}/receipts`);
    await giveResident(world, 'family');
    const ids = [
      await giveAccount(world, 'family', '0100000006'),
      await giveAccount(world, 'family', '0100000007'),
    ];
    const family = await signIn(world, 'family');
    for (const service of ['balance', 'receipt']) {
      expect((await family.get(`/services/${service}`)).heading).toBe('Для какой квартиры?');
    }
    await giveDocuments(world, ids[0]!, monthsUntil('2026-10', 1));
    await givePayment(world, ids[0]!, '2026-11-05', 100);
    const list = await family.get('/accounts');
    // Of a day and no time of it, as wherever a balance is told.
    expect(list.text).toContain('По состоянию на 5 ноября 2026');
    expect(
      list.html
        .querySelectorAll('.accounts > li')
        .map(({ text }) => /К оплате за октябрь|Начислений пока нет/.exec(text)?.[0]),
    ).toEqual(['К оплате за октябрь', 'Начислений пока нет']);
    expect(list.text).toMatch(/К оплате за октябрь [\d\s,]+₽ (до|срок прошёл) \d+ ноября/);
    expect(list.link('Показать код для оплаты')).toBe(`/accounts/${ids[0]}/pay`);
    for (const id of ids) {
      expect(list.body).toContain(`href="/accounts/${id}/balance"`);
      expect(list.body).toContain(`href="/accounts/${id}/receipts"`);
    }
  });
});

describe('A bad accounting', () => {
  it('breaks no page: huge sums, no lines, months that do not follow each other', async () => {
    await giveResident(world, 'odd');
    const id = await giveAccount(world, 'odd', '0100000008');
    const months = monthsUntil('2026-10', 40).filter((month) => !month.endsWith('-07'));
    await giveDocuments(world, id, months, {
      opening: -5_000_000_000_000,
      change: (month, index) => {
        month.penalty = index % 5 === 0 ? 158 : 0;
        if (index % 7 === 0) month.lines = [];
        if (index % 3 === 0) month.lines.push(giveLine('<b>Услуга & Co</b>', 900_719_925_474));
      },
    });
    const odd = await signIn(world, 'odd');
    let page = await odd.get(`/accounts/${id}/balance`);
    for (let pages = 1; page.body.includes('Показать предыдущие месяцы'); pages += 1) {
      expect(page.status).toBe(200);
      expect(pages).toBeLessThan(5);
      page = await page.click('Показать предыдущие месяцы');
    }
    expect((await odd.get(`/accounts/${id}/changes`)).status).toBe(200);
    for (const month of months.slice(-12)) {
      expect((await odd.get(`/accounts/${id}/balance/${month}`)).status).toBe(200);
    }
  });
});

describe('The weight', () => {
  it('of each page with all that belongs to it is at most 40 KB', async () => {
    for (const path of ['', '/about', '/pay', '/receipts', '/balance', '/balance/2026-10', '/changes']) {
      const page = await irina.get(`/accounts/${account}${path}`);
      const parts = page.html.querySelectorAll('link[href], script[src]');
      let bytes = gzipSync(page.bytes).length;
      for (const part of parts) {
        const file = await irina.get(part.getAttribute('href') ?? part.getAttribute('src')!, {
          headers: { 'accept-encoding': 'gzip' },
        });
        bytes += file.bytes.length;
      }
      expect(bytes).toBeLessThan(40 * 1024);
    }
  });
});
