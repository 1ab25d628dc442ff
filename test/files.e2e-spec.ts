import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'node-html-parser';
import type { Config } from '../src/core/config.js';
import { NotStored } from '../src/core/not-stored.js';
import { Templates } from '../src/web/templates.js';
import { type Answer, FILE_RULES, type FileDesk, openFileDesk } from './support/file-desk.js';
import {
  bombPdf,
  enclosingPdf,
  lockedPdf,
  packedPdf,
  pdfFile,
  pdfStream,
  scriptedPdf,
} from './support/pdf-files.js';
import { eventually } from './support/eventually.js';
import { jpeg } from './support/photos.js';
import { bookFiles, textRow, zip } from './support/zip.js';
import { pace } from './support/pace.js';

const MEGABYTE = 1024 * 1024;

interface Sent {
  name: string;
  content: Buffer;
}

let desk: FileDesk;
let before: string[];

beforeAll(async () => {
  desk = await openFileDesk();
});
afterAll(() => desk?.stop());
beforeEach(async () => {
  before = await desk.kept();
});

async function send(...files: Sent[]): Promise<Answer> {
  const form = new FormData();
  form.set('text', 'Шумно');
  for (const { name, content } of files) form.append('files', new Blob([new Uint8Array(content)]), name);
  const answer = await fetch(desk.url, { method: 'POST', body: form });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Answer;
}

/** A document as a form or a letter brings it. */
const source = (bytes: Readable) => ({
  async *files() {
    yield { field: 'files', name: 'a.pdf', bytes };
  },
});

const pdf = (content = pdfFile(), name = 'Запись звука.pdf'): Sent => ({ name, content });
const photo = async (name = 'Течь.JPG'): Promise<Sent> => ({ name, content: await jpeg() });

async function taken(...files: Sent[]) {
  const answer = await send(...files);
  if ('refused' in answer) throw new Error(answer.refused[0]!.words);
  return answer.answer;
}

/** Nothing of the form is kept, and somebody is told why. */
async function refused(...files: Sent[]): Promise<string[]> {
  const before = await desk.kept();
  const answer = await send(...files);
  expect(await desk.kept()).toEqual(before);
  if ('answer' in answer) throw new Error('The files were taken');
  expect(answer.refused.map(({ field }) => field)).toEqual(answer.refused.map(() => 'files'));
  return answer.refused.map(({ words }) => words);
}

describe('Files of a form', () => {
  it('are photos, made anew, and documents, kept as they are', async () => {
    const [one, two] = await taken(await photo(), pdf(packedPdf()));
    expect(one).toMatchObject({ kind: 'photo', field: 'files', name: 'Течь.jpg', width: 640, height: 480 });
    expect(two).toEqual({
      kind: 'pdf',
      field: 'files',
      name: 'Запись звука.pdf',
      file: expect.stringMatching(/^[\w-]{32}\.pdf$/),
      bytes: packedPdf().length,
    });
    expect(await desk.store.read(two!.file)).toEqual(packedPdf());
    expect((await desk.store.read(one!.file))!.toString('latin1', 0, 3)).toBe('\xff\xd8\xff');
    expect(await desk.kept()).toEqual([...before, one!.file, two!.file].sort());
    await desk.store.remove(two!.file);
    expect(await desk.store.read(two!.file)).toBeUndefined();
  });

  it('may be the same file twice, five in all', async () => {
    const files = await taken(pdf(), pdf(), pdf(), pdf(), pdf());
    expect(new Set(files.map(({ file }) => file)).size).toBe(5);
    expect(await refused(pdf(), pdf(), pdf(), pdf(), pdf(), pdf())).toEqual([
      'Можно приложить не больше 5 файлов',
    ]);
    expect(await refused(...Array.from({ length: 200 }, () => pdf()))).toHaveLength(1);
  });

  it('are what their bytes say: a picture that calls itself a document is made anew', async () => {
    const hidden = Buffer.concat([await jpeg(), pdfFile()]);
    const [one] = await taken(pdf(hidden, 'scan.pdf'));
    expect(one).toMatchObject({ kind: 'photo', name: 'scan.jpg' });
    expect((await desk.store.read(one!.file))!.includes('%PDF')).toBe(false);
  });

  it('are all or none, and the bad one is named', async () => {
    const good = [await photo(), pdf(), pdf(), pdf()];
    expect(await refused(...good, pdf(lockedPdf(), 'Справка банка.pdf'))).toEqual([
      '«Справка банка.pdf»: файл закрыт паролем. Сохраните документ без пароля и приложите его ещё раз',
    ]);
  });

  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  const book = zip(bookFiles({ Sheet: textRow(1, ['x']) }));
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1', 'latin1');
  it.each<[string, Buffer, RegExp]>([
    ['Акт.docx', book, /: подойдут фото и PDF. Сохраните документ как PDF/],
    ['Акт.doc', Buffer.from('d0cf11e0a1b11ae10000000000', 'hex'), /Сохраните документ как PDF/],
    ['a.zip', zip([{ name: 'a', content: 'x' }]), /Сохраните документ как PDF/],
    ['IMG_1.HEIC', heic, /формате HEIC/],
    ['page.pdf', html, /: это не фото и не PDF/],
    ['virus.pdf', Buffer.from('MZ\x90\0'.repeat(100), 'latin1'), /не фото и не PDF/],
    ['both.pdf', pdfFile({ before: html }), /не фото и не PDF/],
    ['both.zip.pdf', pdfFile({ after: book }), /не фото и не PDF/],
    ['after.pdf', pdfFile({ after: html }), /: документ повреждён/],
    ['empty.pdf', Buffer.alloc(0), /: файл пустой/],
    ['short.pdf', Buffer.from('%PD'), /не фото и не PDF/],
    ['cut.pdf', pdfFile().subarray(0, 300), /сохранён не полностью/],
    ['script.pdf', scriptedPdf(), /: в документе есть программа/],
    ['packed.pdf', scriptedPdf({ packed: true }), /в документе есть программа/],
    ['enclosed.pdf', enclosingPdf(), /: в документ вложены другие файлы/],
    ['bomb.pdf', bombPdf(200), /слишком сложный/],
    [
      'large.pdf',
      pdfFile({ objects: [pdfStream('', Buffer.alloc(11 * MEGABYTE))] }),
      /больше 10\u00a0МБ. Сохраните документ/,
    ],
  ])('such as %s are refused with words that help', async (name, content, words) => {
    expect(await refused({ name, content })).toEqual([expect.stringMatching(words)]);
    expect((await refused({ name, content }))[0]).toContain(`«${name}»: `);
  });

  it('cost little, whatever is in them', async () => {
    const objects = Array.from({ length: 100_000 }, (_, number) => `<</Type/Note/N ${number}/P 3 0 R>>`);
    const heavy = pdfFile({ objects });
    await taken(pdf());
    const memory = process.memoryUsage().rss;
    const began = performance.now();
    let longest = 0;
    let last = began;
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 10);
    await taken(pdf(heavy), pdf(heavy), pdf(heavy), pdf(heavy), pdf(heavy));
    clearInterval(beat);
    expect(performance.now() - began).toBeLessThan(30_000 * pace());
    expect(longest).toBeLessThan(1500 * pace());
    expect(process.memoryUsage().rss - memory).toBeLessThan(600 * MEGABYTE);
  });

  it('leave nothing when their rows are refused, or when their sender goes away in the middle', async () => {
    const fails = () =>
      Promise.reject(Object.assign(new Error('refused'), { code: '23505', severity: 'ERROR' }));
    await expect(desk.intake.take(source(Readable.from([pdfFile()])), FILE_RULES, fails)).rejects.toThrow();
    const broken = new Readable({ read: () => undefined });
    broken.push(pdfFile().subarray(0, 200));
    const gone = desk.intake.take(source(broken), FILE_RULES, desk.write);
    setTimeout(() => broken.destroy(new Error('gone')), 50);
    await expect(gone).rejects.toThrow('gone');
    expect(await desk.kept()).toEqual(before);
  });
});

describe('A disk', () => {
  const take = (bytes = Readable.from([pdfFile()])) =>
    desk.intake.take(source(bytes), FILE_RULES, desk.write);

  it('that takes nothing is told as such, and takes documents again when it is back', async () => {
    const photos = join(desk.folder, 'photos');
    await rename(photos, `${photos}-away`);
    await writeFile(photos, '');
    await expect(take()).rejects.toThrow(NotStored);
    await rm(photos);
    await rename(`${photos}-away`, photos);
    expect(await take()).toHaveProperty('answer');
  });

  it('that fails between the check of a document and its place leaves nothing of it', async () => {
    const failing = new Readable({ read: () => undefined });
    failing.push(pdfFile());
    const going = take(failing);
    // Its file is open; the next one cannot be made.
    await eventually(async () => (await desk.kept()).some((name) => name.endsWith('.part')));
    const mark = join(desk.folder, 'installation');
    await rename(mark, `${mark}-away`);
    failing.push(null);
    await expect(going).rejects.toThrow(NotStored);
    await rename(`${mark}-away`, mark);
    expect(await desk.kept()).toEqual(before);
  });
});

describe('Files of a letter', () => {
  it('are kept where they are good, and told where they are not', async () => {
    const letter = {
      async *files() {
        for (const { name, content } of [
          pdf(),
          pdf(lockedPdf(), 'a.pdf'),
          { name: 'b.docx', content: zip([]) },
        ]) {
          yield { field: 'files', name, bytes: Readable.from([content]) };
        }
      },
    };
    const kept = await desk.intake.takeGood(letter, FILE_RULES, async (files, bad) => {
      expect(bad.map(({ words }) => words)).toEqual([
        expect.stringContaining('«b.docx»: '),
        expect.stringContaining('«a.pdf»: файл закрыт паролем'),
      ]);
      return desk.write(files);
    });
    expect(kept.map(({ name }) => name)).toEqual(['Запись звука.pdf']);
    expect(await desk.kept()).toEqual([...before, kept[0]!.file].sort());
  });
});

describe('On a page', () => {
  const templates = new Templates({ timeZone: 'Asia/Irkutsk' } as Config);

  it('a form asks for photos and documents, and says at the field what is wrong', () => {
    const errors = { files: '«a.pdf»: файл пустой. Выберите другой' };
    const field = (data: object) => parse(templates.render('partials/file-field', data, {}));
    const input = field({ documents: true, form: { errors } }).querySelector('input')!;
    expect(input.getAttribute('accept')).toBe('image/jpeg,image/png,image/webp,application/pdf');
    expect([input.getAttribute('name'), input.getAttribute('aria-describedby')]).toEqual([
      'files',
      'files-hint files-error',
    ]);
    expect(field({ documents: true, form: { errors } }).querySelector('#files-error')!.text).toBe(
      errors.files,
    );
    expect(field({ form: { errors: {} } }).querySelector('input')!.outerHTML).not.toContain('pdf');
  });

  it('documents have names and sizes, photos are shown', () => {
    const files = [
      { id: 'one', name: 'Запись звука.pdf', bytes: 214_500 },
      { id: 'two', name: 'Течь <b>.jpg', bytes: 9000, width: 640, height: 480 },
    ];
    const list = parse(templates.render('partials/file-list', { files, at: '/book/1/files' }, {}));
    expect(list.querySelectorAll('a').map((link) => link.getAttribute('href'))).toEqual([
      '/book/1/files/one',
      '/book/1/files/two',
    ]);
    expect(list.querySelector('li')!.text).toBe('Запись звука.pdf 210\u00a0КБ');
    expect(list.querySelector('img')!.getAttribute('alt')).toBe('Течь <b>.jpg');
    expect(templates.render('partials/file-list', { files: [], at: '/' }, {}).trim()).toBe('');
  });
});

describe('A file that is shown', () => {
  it('runs nothing, whatever it is, and a document has its name in Russian', async () => {
    const [one, two] = await taken(await photo(), pdf());
    const headers = async (file: string, name: string) => {
      const answer = await fetch(`${desk.url}/${file}?name=${encodeURIComponent(name)}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect(Number(answer.headers.get('content-length'))).toBe((await answer.arrayBuffer()).byteLength);
      return [answer.headers.get('content-type'), answer.headers.get('content-disposition')];
    };
    expect(await headers(one!.file, 'zayavka.jpg')).toEqual(['image/jpeg', 'inline; filename="zayavka.jpg"']);
    expect(await headers(two!.file, two!.name)).toEqual([
      'application/pdf',
      `attachment; filename="document.pdf"; filename*=UTF-8''${encodeURIComponent('Запись звука.pdf')}`,
    ]);
    const sly = `a"; x='b*(1).pdf`;
    const [, disposition] = await headers(two!.file, sly);
    expect(disposition).toBe(
      `attachment; filename="document.pdf"; filename*=UTF-8''a%22%3B%20x%3D%27b%2A%281%29.pdf`,
    );
    expect((await fetch(`${desk.url}/${'n'.repeat(32)}.pdf?name=x.pdf`)).status).toBe(404);
    expect((await fetch(`${desk.url}/..%2finstallation?name=x.pdf`)).status).toBe(404);
  });
});
