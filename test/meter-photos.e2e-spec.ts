import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ownsFiles, unknownFiles } from '../src/files/file-owners.js';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveLink } from './support/household.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { anyPicture, giveCertificate, jpeg, type Sent } from './support/photos.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';
import { eventually } from './support/eventually.js';

const MEGABYTE = 1024 * 1024;
const NOT_A_PICTURE = 'Это не снимок. Подойдут файлы JPEG, PNG и WebP';
const BROKEN = 'Снимок повреждён или сохранён не полностью. Сделайте его ещё раз';
const TOO_MANY = 'К одной передаче показаний можно приложить не больше 5 снимков';

describe('Photos of dials', () => {
  let world: World;
  let folder: string;
  let irina: Client;
  let stranger: Client;
  let account: string;
  let sent: Sent;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kabinet-photos-'));
    world = await startWorld({ FILES_DIR: folder, THROTTLE_FACTOR: '100' });
    await giveResident(world, 'irina');
    irina = await signIn(world, 'irina');
    await giveResident(world, 'stranger');
    stranger = await signIn(world, 'stranger');
    account = await giveAccount(world, 'irina', '4400000001');
    await giveAccount(world, 'stranger', '4400000002');
  });

  afterAll(async () => {
    await world?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    sent = await giveCertificate(world, account, 'irina');
  });

  const open = () => irina.get(sent.address);
  const field = (place = 0) => `photo-${sent.readings[place]}`;
  const send = async (files: Record<string, Picture>): Promise<Page> =>
    (await open()).form(sent.address).submit(files);
  const kept = async () => (await readdir(join(folder, 'photos')).catch(() => [])).sort();
  const rows = () =>
    world.database.query<{ id: string; file: string; width: number; height: number; bytes: number }>(
      `SELECT p.* FROM meter_photos p JOIN meter_readings r ON r.id = p.reading_id
       WHERE r.certificate_id = $1 ORDER BY p.created_at`,
      [sent.certificate],
    );

  it('are added to a reading, shown and deleted', async () => {
    const certificate = await irina.get(sent.address.replace('/photos', ''));
    const page = await certificate.click('Приложить фото счетчика');
    expect(page.heading).toBe('Фото счетчиков');
    expect(page.text).toContain('Холодная вода');

    const answer = await page.form(sent.address).submit({ [field()]: picture(await jpeg(), 'dial.jpg') });
    expect(answer.location).toBe(sent.address);
    const after = await answer.follow();
    expect(after.text).toContain('Фото приложено');

    const [row] = await rows();
    const shown = await irina.get(after.html.querySelector('.photos img')!.getAttribute('src')!);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(shown.bytes.length).toBe(row!.bytes);
    const file = await stat(join(folder, 'photos', row!.file));
    expect(file.mode & 0o777).toBe(0o600);
    expect(row!.file).toMatch(/^[\w-]{32}\.jpg$/);

    const removed = await after.form(/delete$/).submit();
    expect((await removed.follow()).text).toContain('Фото удалено');
    const clerk = await hire(world, 'photo-clerk', 'operator', 'Пётр Клерков');
    const card = (await clerk.get(`/office/accounts/${account}`)).text.replace(/\s+/g, ' ');
    const [meter] = await world.database.query<{ number: string }>(
      'SELECT m.number FROM meters m JOIN meter_readings r ON r.meter_id = m.id WHERE r.id = $1',
      [sent.readings[0]],
    );
    for (const done of ['приложено', 'удалено']) {
      expect(card).toContain(`Фото счетчика ${done}: фотографий: 1, счетчик № ${meter!.number}, справка № `);
    }
    expect(await rows()).toEqual([]);
    expect(await kept()).not.toContain(row!.file);
    expect((await irina.get(shown.path)).status).toBe(404);
  });

  it('lose what they tell of place and time, and stand upright', async () => {
    const original = await anyPicture()(await jpeg(400, 300))
      .withExif({
        IFD0: { Make: 'TelephoneMaker' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 17/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">irkutsk</x:xmpmeta>')
      .jpeg()
      .toBuffer();
    expect((await anyPicture()(original).metadata()).exif!.includes('TelephoneMaker')).toBe(true);

    await send({ [field()]: picture(original, 'dial.jpg') });

    const [row] = await rows();
    expect(row).toMatchObject({ width: 300, height: 400 });
    const { bytes } = await irina.get(`${sent.address}/${row!.id}`);
    const { exif, xmp, iptc, icc, orientation } = await anyPicture()(bytes).metadata();
    expect([exif, xmp, iptc, icc, orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    for (const secret of ['Exif', 'TelephoneMaker', 'irkutsk']) expect(bytes.includes(secret)).toBe(false);
  });

  it('come as JPEG, PNG and WebP and leave as JPEG of at most 2560 pixels', async () => {
    const big = anyPicture()({ create: { width: 3200, height: 1600, channels: 4, background: '#3456' } });
    await send({
      [field(0)]: picture(await big.clone().png().toBuffer(), 'a.png'),
      [field(1)]: picture(await big.clone().webp().toBuffer(), 'b.webp'),
    });
    for (const { id, width, height } of await rows()) {
      const { bytes } = await irina.get(`${sent.address}/${id}`);
      expect(await anyPicture()(bytes).metadata()).toMatchObject({
        format: 'jpeg',
        width: 2560,
        height: 1280,
      });
      expect([width, height]).toEqual([2560, 1280]);
    }
    expect(await rows()).toHaveLength(2);
  });

  it('may have the 50 megapixels of a telephone, and lack the two bytes of their end', async () => {
    const large = anyPicture()({ create: { width: 8160, height: 6144, channels: 3, background: '#345' } });
    await send({
      [field(0)]: picture(await large.jpeg().toBuffer()),
      [field(1)]: picture((await jpeg()).subarray(0, -2)),
    });
    expect(await rows()).toMatchObject([{ width: 2560 }, {}]);
  });

  it('do not exist for strangers, nor for those who live there no more', async () => {
    await send({ [field()]: picture(await jpeg()) });
    const [row] = await rows();
    const photo = `${sent.address}/${row!.id}`;
    const form = (await open()).form(sent.address);
    for (const client of [stranger]) {
      expect((await client.get(sent.address)).status).toBe(404);
      expect((await client.get(photo)).status).toBe(404);
    }
    const token = (await stranger.get('/profile')).form('/auth/logout').value('_csrf')!;
    expect((await stranger.post(`${photo}/delete`, { _csrf: token })).status).toBe(404);
    expect(
      (
        await upload(stranger, sent.address, [
          ['_csrf', token],
          [field(), await jpeg()],
        ])
      ).status,
    ).toBe(404);
    expect((await world.visitor().get(photo)).location).toMatch(/^\/auth\//);

    await world.database.query(
      "UPDATE account_links SET ended_at = now(), ended_by = 'staff' WHERE account_id = $1",
      [account],
    );
    expect((await irina.get(photo)).status).toBe(404);
    expect((await form.submit({ [field()]: picture(await jpeg()) })).status).toBe(404);
    await world.database.query(
      'UPDATE account_links SET ended_at = NULL, ended_by = NULL WHERE account_id = $1',
      [account],
    );
    expect((await irina.get(photo)).status).toBe(200);
    expect(await rows()).toHaveLength(1);
  });

  it('of another reading are not taken under this one', async () => {
    const other = await giveCertificate(world, account, 'irina');
    const token = (await open()).form(sent.address).value('_csrf')!;
    const before = await kept();
    const parts: Part[] = [
      ['_csrf', token],
      [`photo-${other.readings[0]}`, await jpeg()],
    ];
    expect((await upload(irina, sent.address, parts)).status).toBe(404);
    expect(await kept()).toEqual(before);
  });

  it('are deleted only by those who have added them', async () => {
    await send({ [field()]: picture(await jpeg()) });
    const [row] = await rows();
    await world.database.query(
      `INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'stranger'`,
      [account],
    );
    const page = await stranger.get(sent.address);
    expect(page.html.querySelectorAll('.photos img')).toHaveLength(1);
    expect(page.text).not.toContain('Удалить');
    const token = page.form(sent.address).value('_csrf')!;
    expect((await stranger.post(`${sent.address}/${row!.id}/delete`, { _csrf: token })).status).toBe(404);
    await world.database.query(
      `DELETE FROM account_links WHERE account_id = $1 AND user_id = (SELECT id FROM users WHERE login = 'stranger')`,
      [account],
    );
    expect(await rows()).toHaveLength(1);
  });

  it('of before a tenant came are not shown to them, those of their time are', async () => {
    await giveResident(world, 'tenant');
    await send({ [field()]: picture(await jpeg()) });
    const [before] = await rows();
    await giveLink(world, 'tenant', account, { role: 'tenant' });
    const tenant = await signIn(world, 'tenant');
    const page = await tenant.get(sent.address);
    expect([page.status, page.html.querySelectorAll('.photos img')]).toMatchObject([200, []]);
    expect((await tenant.get(`${sent.address}/${before!.id}`)).status).toBe(404);
    await page.form(sent.address).submit({ [field()]: picture(await jpeg()) });
    await send({ [field()]: picture(await jpeg()) });
    expect((await tenant.get(sent.address)).html.querySelectorAll('.photos img')).toHaveLength(2);
    expect((await irina.get(sent.address)).html.querySelectorAll('.photos img')).toHaveLength(3);
    await world.database.query(
      "UPDATE account_links SET ended_at = now(), ended_by = 'owner' WHERE account_id = $1 AND role = 'tenant'",
      [account],
    );
  });

  it('are seen by the office', async () => {
    await send({ [field()]: picture(await jpeg()) });
    const [row] = await rows();
    const address = `/admin/readings/${sent.readings[0]}/photos/${row!.id}`;
    const staff = await hire(world, 'photo-operator', 'operator', 'Оператор Анна');
    const answer = await staff.get(address);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('image/jpeg');
    expect(answer.bytes.length).toBe(row!.bytes);
    for (const wrong of [
      `/admin/readings/${sent.readings[1]}/photos/${row!.id}`,
      `/admin/readings/x/photos/${row!.id}`,
      `/admin/readings/${sent.readings[0]}/photos/x`,
    ]) {
      expect((await staff.get(wrong)).status).toBe(404);
    }
    expect((await irina.get(address)).location).toMatch(/^\/staff\/login/);
  });

  it('are added once by a double click', async () => {
    const form = (await open()).form(sent.address);
    const files = { [field()]: picture(await jpeg()) };
    const answers = await Promise.all([form.submit(files), form.submit(files)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await rows()).toHaveLength(1);
    expect((await kept()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('are five at most, also when they come at once', async () => {
    const one = picture(await jpeg());
    for (let count = 0; count < 4; count += 1) await send({ [field()]: one });
    const pages = [await open(), await open()];
    const before = await kept();
    const answers = await Promise.all(
      pages.map((page) => page.form(sent.address).submit({ [field()]: one })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await rows()).toHaveLength(5);
    expect(await kept()).toHaveLength(before.length + 1);
    expect((await open()).forms().filter(({ action }) => action === sent.address)).toEqual([]);
  });

  it('of one resident take 200 MB at most', async () => {
    await world.database.query('DELETE FROM meter_photos');
    await send({ [field()]: picture(await jpeg()) });
    await world.database.query('UPDATE meter_photos SET bytes = $2 WHERE id = $1', [
      (await rows())[0]!.id,
      200 * MEGABYTE - 100,
    ]);
    const before = await kept();
    const answer = await send({ [field()]: picture(await jpeg()) });
    expect(answer.status).toBe(422);
    expect(answer.errors).toEqual(['Ваши снимки уже занимают 200 МБ. Удалите ненужные и попробуйте ещё раз']);
    expect(await kept()).toEqual(before);
    await world.database.query('DELETE FROM meter_photos');
  });

  describe('that cannot be taken', () => {
    let before: string[];

    beforeEach(async () => {
      before = await kept();
    });

    const refusedAt = async (page: Page, message: string, name = field()) => {
      expect(page.status).toBe(422);
      expect(page.errors).toContain(message);
      expect(page.errorOf(name)).toBe(message);
      expect(await rows()).toEqual([]);
      expect(await kept()).toEqual(before);
    };

    it('because none was chosen', async () => {
      await refusedAt(await send({}), 'Выберите хотя бы один снимок');
    });

    it('because they are something else, whatever they call themselves', async () => {
      const others = {
        'dial.jpg': Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\n'),
        'dial.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        'dial.webp': Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
        'tiny.jpg': Buffer.from('\xff\xd8', 'latin1'),
        'empty.jpg': Buffer.alloc(0),
      };
      for (const [name, content] of Object.entries(others)) {
        await refusedAt(await send({ [field()]: picture(content, name) }), NOT_A_PICTURE);
      }
    });

    it('because they are cut off or spoiled', async () => {
      const whole = await jpeg();
      const png = await anyPicture()(whole).png().toBuffer();
      for (const bytes of [whole.subarray(0, whole.length / 2), png.subarray(0, png.length / 2)]) {
        await refusedAt(await send({ [field()]: picture(bytes) }), BROKEN);
      }
      const dressed = Buffer.concat([whole.subarray(0, 3), Buffer.from('<svg/>'.repeat(10))]);
      await refusedAt(await send({ [field()]: picture(dressed) }), BROKEN);
    });

    it('because they swell to more than 110 megapixels', async () => {
      const bomb = await anyPicture()({
        create: { width: 10_500, height: 10_500, channels: 3, background: '#fff' },
      })
        .png({ compressionLevel: 9 })
        .toBuffer();
      expect(bomb.length).toBeLessThan(MEGABYTE);
      await refusedAt(
        await send({ [field()]: picture(bomb, 'bomb.png') }),
        'На снимке больше 110 мегапикселей. Сделайте его поменьше или выберите другой',
      );
    });

    it('because one of them is bad: the good one is not kept either', async () => {
      const files = {
        [field(0)]: picture(await jpeg()),
        [field(1)]: picture((await jpeg()).subarray(0, 300)),
      };
      await refusedAt(await send(files), BROKEN, field(1));
    });

    it('because they are too large', async () => {
      const message = 'Файл больше 10 МБ. Сделайте снимок поменьше или выберите другой';
      const head = await jpeg();
      for (const size of [11 * MEGABYTE, 200 * MEGABYTE]) {
        const large = Buffer.concat([head, Buffer.alloc(size - head.length)]);
        await refusedAt(await send({ [field()]: picture(large) }), message);
      }
    });

    it('because they are twenty', async () => {
      const token = (await open()).form(sent.address).value('_csrf')!;
      const file = await jpeg();
      const parts: Part[] = [['_csrf', token], ...Array.from({ length: 20 }, (): Part => [field(), file])];
      await refusedAt(await upload(irina, sent.address, parts), TOO_MANY);
    });

    it('because one of several files of an input is none, with the name of that file', async () => {
      const token = (await open()).form(sent.address).value('_csrf')!;
      const parts: Part[] = [
        ['_csrf', token],
        [field(), await jpeg()],
        [field(), (await jpeg()).subarray(0, 300)],
      ];
      const broken = '«dial.jpg»: снимок повреждён или сохранён не полностью. Сделайте его ещё раз';
      await refusedAt(await upload(irina, sent.address, parts), broken);
    });

    it('because the first of several files of the only input is none, with the name of that file', async () => {
      await world.database.query('DELETE FROM meter_readings WHERE id = $1', [sent.readings[1]]);
      const token = (await open()).form(sent.address).value('_csrf')!;
      const parts: Part[] = [
        ['_csrf', token],
        [field(), Buffer.from('%PDF-1.7')],
        [field(), await jpeg()],
      ];
      const other = `«dial.jpg»: ${NOT_A_PICTURE[0]!.toLowerCase()}${NOT_A_PICTURE.slice(1)}`;
      await refusedAt(await upload(irina, sent.address, parts), other);
    });

    it('because the text fields beside them are larger than those of any form', async () => {
      const token = (await open()).form(sent.address).value('_csrf')!;
      const file = await jpeg();
      const texts: Part[][] = [
        [['text', 'ж'.repeat(600_000)]],
        Array.from({ length: 14 }, (_, number): Part => [`text-${number}`, 'ж'.repeat(40_000)]),
        Array.from({ length: 1001 }, (): Part => ['a', '']),
      ];
      for (const fields of texts) {
        const answer = await upload(irina, sent.address, [['_csrf', token], ...fields, [field(), file]]);
        expect(answer.status).toBe(413);
        const after = await upload(irina, sent.address, [['_csrf', token], [field(), file], ...fields]);
        expect(after.status).toBe(413);
      }
      expect(await kept()).toEqual(before);
    });

    it('because the form has no token before its files', async () => {
      const token = (await open()).form(sent.address).value('_csrf')!;
      const file = await jpeg();
      const late: Part[] = [
        [field(), file],
        ['_csrf', token],
      ];
      for (const parts of [[[field(), file]] as Part[], late]) {
        expect((await upload(irina, sent.address, parts)).status).toBe(403);
      }
      // Elsewhere nobody reads such a form, with a token or without.
      expect((await upload(irina, '/profile/name', [['_csrf', token]])).status).toBe(403);
      const foreign = { headers: { 'sec-fetch-site': 'cross-site' } };
      expect(
        (
          await upload(
            irina,
            sent.address,
            [
              ['_csrf', token],
              [field(), file],
            ],
            foreign,
          )
        ).status,
      ).toBe(403);
      expect(await kept()).toEqual(before);
    });

    it('because the form is none', async () => {
      const headers = { 'content-type': 'multipart/form-data', ...irina.sameOrigin() };
      expect((await irina.request('POST', sent.address, { headers, body: 'x' })).status).toBe(403);
      const token = (await open()).form(sent.address).value('_csrf')!;
      const whole = multipart([
        ['_csrf', token],
        [field(), await jpeg()],
      ]);
      const cut = { ...whole, body: whole.body.subarray(0, -60) };
      expect(
        (
          await irina.request('POST', sent.address, {
            headers: { ...headers, ...cut.headers },
            body: cut.body,
          })
        ).status,
      ).toBe(400);
      expect(await kept()).toEqual(before);
    });

    it('because the sender has gone in the middle', async () => {
      const token = (await open()).form(sent.address).value('_csrf')!;
      const { headers, body } = multipart([
        ['_csrf', token],
        [field(), Buffer.concat([await jpeg(), Buffer.alloc(MEGABYTE)])],
      ]);
      const { hostname, port } = new URL(world.product.url);
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST ${sent.address} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${irina.cookies.header('/')}\r\n` +
          `Content-Type: ${headers['content-type']}\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body.subarray(0, 500_000));
      await eventually(async () => (await kept()).length !== before.length);
      expect(await kept()).toHaveLength(before.length + 1);
      socket.destroy();
      await eventually(async () => (await kept()).length <= before.length);
      expect(await kept()).toEqual(before);
    });
  });

  it('come with a long text and a dozen of fields', async () => {
    const token = (await open()).form(sent.address).value('_csrf')!;
    const fields = Array.from({ length: 12 }, (_, number): Part => [`text-${number}`, 'слово']);
    const parts: Part[] = [['_csrf', token], ...fields, ['text', 'ж'.repeat(5000)], [field(), await jpeg()]];
    expect((await upload(irina, sent.address, parts)).status).toBeLessThan(400);
    expect(await rows()).toHaveLength(1);
  });

  it('are known as long as a table of any module knows them', async () => {
    await send({ [field()]: picture(await jpeg()) });
    const [row] = await rows();
    const [other, nobody] = ['e', 'f'].map((letter) => `${letter.repeat(32)}.jpg`);
    await world.database.query(`CREATE TABLE other_photos AS SELECT '${other}'::text AS file`);
    ownsFiles('meter_photos');
    // The next suite of this worker has no such table.
    const disown = ownsFiles('other_photos');
    const pool = new pg.Pool({ connectionString: world.database.url });
    try {
      expect([...(await unknownFiles(pool, [row!.file, other!, nobody!]))]).toEqual([nobody]);
    } finally {
      disown();
      await pool.end();
      await world.database.query('DROP TABLE other_photos');
    }
  });

  it('without a row are swept away, once nobody can be at work on them', async () => {
    await send({ [field()]: picture(await jpeg()) });
    const [row] = await rows();
    const names = ['a', 'b', 'c'].map((letter) => `${letter.repeat(32)}.jpg`);
    const part = `${'d'.repeat(32)}.part`;
    await mkdir(join(folder, 'photos'), { recursive: true });
    for (const name of [...names, part, 'notes.txt']) await writeFile(join(folder, 'photos', name), 'x');
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [names[0]!, part, row!.file, 'notes.txt']) {
      await utimes(join(folder, 'photos', name), longAgo, longAgo);
    }
    await world.product.restart();
    await eventually(async () => !(await kept()).some((name) => name === part || name === names[0]));
    const left = await kept();
    expect(left).toEqual(expect.arrayContaining([row!.file, names[1], names[2], 'notes.txt']));
    expect(left).not.toContain(names[0]);
    expect(left).not.toContain(part);
  });

  it('have never disturbed the product', () => {
    expect(world.product.errors()).toEqual([]);
  });
});

interface Picture {
  name: string;
  content: Buffer;
  type: string;
}

type Part = [name: string, content: string | Buffer];

function picture(content: Buffer, name = 'dial.jpg'): Picture {
  return { name, content, type: 'image/jpeg' };
}

/** A form as a forger may send it. */
function multipart(parts: Part[]): { headers: { 'content-type': string }; body: Buffer } {
  const boundary = '----test';
  const pieces = parts.flatMap(([name, content]) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"` +
        `${typeof content === 'string' ? '' : '; filename="dial.jpg"\r\nContent-Type: image/jpeg'}\r\n\r\n`,
    ),
    Buffer.from(content as Buffer),
    Buffer.from('\r\n'),
  ]);
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

function upload(
  client: Client,
  path: string,
  parts: Part[],
  options: { headers?: Record<string, string> } = {},
): Promise<Page> {
  const { headers, body } = multipart(parts);
  return client.request('POST', path, {
    headers: { ...client.sameOrigin(), ...headers, ...options.headers },
    body,
  });
}
