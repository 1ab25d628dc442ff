import { describe, expect, it } from '@jest/globals';
import PDFDocument from 'pdfkit';
import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import {
  bombPdf,
  enclosingPdf,
  lockedPdf,
  objectStream,
  packedPdf,
  pdfFile,
  pdfStream,
  scriptedPdf,
} from '../../test/support/pdf-files.js';
import { zip } from '../../test/support/zip.js';
import { pdfRefusal } from './pdf-check.js';
import { pace } from '../../test/support/pace.js';

const SCRIPT = '<</S/JavaScript/JS(app.alert(1))>>';
const latin = (text: string) => Buffer.from(text, 'latin1');
const replaced = (bytes: Buffer, from: string, to: string) =>
  latin(bytes.toString('latin1').replace(from, () => to));

/** The same document saved again with one more object, as programs append changes. */
function appended(bytes: Buffer, object: string): Buffer {
  const at = bytes.length;
  const before = /startxref\n(\d+)/.exec(bytes.toString('latin1'))![1];
  const place = String(at).padStart(10, '0');
  const start = at + object.length;
  return Buffer.concat([
    bytes,
    latin(
      `${object}xref\n9 1\n${place} 00000 n \ntrailer\n<</Size 10/Root 1 0 R/Prev ${before}>>\nstartxref\n${start}\n%%EOF\n`,
    ),
  ]);
}

describe('A document is taken', () => {
  it('with a table of objects, with packed ones, and as pdfkit writes it', async () => {
    expect(pdfRefusal(pdfFile())).toBeUndefined();
    expect(pdfRefusal(packedPdf())).toBeUndefined();
    const document = new PDFDocument({ info: { Title: 'Акт' } });
    document.text('Act').addPage().text('Page 2').link(0, 0, 9, 9, 'https://example.ru/');
    document.end();
    expect(pdfRefusal(await buffer(document))).toBeUndefined();
  });

  it('when it was saved again and again', () => {
    const once = appended(pdfFile(), '9 0 obj\n<</A(b)>>\nendobj\n');
    expect(pdfRefusal(once)).toBeUndefined();
    expect(pdfRefusal(appended(once, '9 0 obj\n<</A(c)>>\nendobj\n'))).toBeUndefined();
  });

  it('with what scanners leave at its ends: a byte order mark, line breaks, zeros', () => {
    expect(pdfRefusal(pdfFile({ before: '\xef\xbb\xbf' }))).toBeUndefined();
    expect(pdfRefusal(pdfFile({ after: '\r\n\r\n' }))).toBeUndefined();
    expect(pdfRefusal(pdfFile({ after: Buffer.alloc(4096) }))).toBeUndefined();
    expect(pdfRefusal(replaced(pdfFile(), '%%EOF\n', '%%EOF'))).toBeUndefined();
  });

  it('with a stream whose length stands elsewhere or is a little wrong', () => {
    const indirect = ['<</Length 6 0 R>>\nstream\n0 0 m\n\nendstream', '6'];
    expect(pdfRefusal(pdfFile({ objects: indirect }))).toBeUndefined();
    expect(pdfRefusal(replaced(pdfFile(), '/Length 17', '/Length 12'))).toBeUndefined();
  });

  it('with links, and with words about programs among its texts', () => {
    const link = '<</Subtype/Link/A<</S/URI/URI(https://mdn.example/Web/JavaScript \\(obj\\))>>>>';
    expect(pdfRefusal(pdfFile({ objects: [link, '(/Launch <</JS 1>> an obj of art)'] }))).toBeUndefined();
    expect(pdfRefusal(pdfFile({ objects: [pdfStream('', '(/JavaScript) Tj')] }))).toBeUndefined();
    expect(
      pdfRefusal(pdfFile({ objects: ['<</Names[(a)(b)]/D[3 0 R/XYZ null null 0]/N#61me/X>>'] })),
    ).toBeUndefined();
  });

  it('with a hundred thousand objects, soon', () => {
    const objects = Array.from({ length: 100_000 }, (_, number) => `<</Type/Note/N ${number}/P 3 0 R>>`);
    const began = performance.now();
    expect(pdfRefusal(pdfFile({ objects }))).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(5000 * pace());
    expect(pdfRefusal(packedPdf({ objects }))).toBeUndefined();
  });
});

describe('A document is refused', () => {
  it('that is closed by a password, packed or not', () => {
    expect(pdfRefusal(lockedPdf())).toBe('locked');
    const spoiled = pdfStream('/Type/ObjStm/N 3/First 9/Filter/FlateDecode', 'encrypted');
    expect(pdfRefusal(packedPdf({ stream: spoiled, trailer: '/Encrypt<</Filter/Standard>>' }))).toBe(
      'locked',
    );
  });

  it.each([
    ['that runs a program when it is opened', scriptedPdf()],
    ['that does so from a packed object', scriptedPdf({ packed: true })],
    ['with a program under an escaped name', pdfFile({ catalog: '/OpenAction<</S/J#61vaScript/J#53(x)>>' })],
    ['with a program for a page', pdfFile({ page: `/AA<</O ${SCRIPT}>>` })],
    ['with a program in a list of lists', pdfFile({ objects: [`[[[<</A ${SCRIPT}>>]]]`] })],
    ['with named programs', packedPdf({ catalog: `/Names<</JavaScript<</Names[(a)${SCRIPT}]>>>>` })],
    ['that starts a program', pdfFile({ catalog: '/OpenAction<</S/Launch/F(cmd.exe)>>' })],
    [
      'that opens a file elsewhere',
      pdfFile({ catalog: '/OpenAction<</S/GoToR/F(\\\\\\\\host\\\\x)/D[0]>>' }),
    ],
    ['that sends a form', pdfFile({ page: '/AA<</O<</S/SubmitForm/F(http://host/)>>>>' })],
    ['with a form of another technique', pdfFile({ catalog: '/AcroForm<</XFA 5 0 R>>' })],
    ['with a film', pdfFile({ objects: ['<</Subtype/RichMedia>>'] })],
    ['with a stream whose bytes lie elsewhere', pdfFile({ objects: [pdfStream('/F(http://host/)', '')] })],
    ['that was good until it was saved again', appended(pdfFile(), `9 0 obj\n${SCRIPT}\nendobj\n`)],
  ])('%s', (_, bytes) => {
    expect(pdfRefusal(bytes)).toBe('active');
  });

  it('with other files in it', () => {
    expect(pdfRefusal(enclosingPdf())).toBe('enclosed');
    expect(pdfRefusal(pdfFile({ objects: ['<</Subtype/FileAttachment>>'] }))).toBe('enclosed');
    expect(pdfRefusal(packedPdf({ objects: ['<</Type/Filespec/EF<</F 5 0 R>>>>'] }))).toBe('enclosed');
    expect(pdfRefusal(pdfFile({ catalog: '/Collection<</View/D>>' }))).toBe('enclosed');
  });

  it('that breaks off, wherever', () => {
    for (const whole of [pdfFile(), packedPdf()]) {
      for (let length = 0; length < whole.length - 1; length += 3) {
        expect(pdfRefusal(whole.subarray(0, length))).toBe('damaged');
      }
    }
  });

  it('that is an archive too', () => {
    const archive = zip([{ name: 'a.txt', content: 'x' }]);
    expect(pdfRefusal(pdfFile({ after: archive }))).toBe('kind');
    expect(pdfRefusal(pdfFile({ objects: [pdfStream('', archive)] }))).toBe('kind');
  });

  it.each([
    ['after other bytes', pdfFile({ before: 'MZ\x90\0' })],
    ['after a page', pdfFile({ before: '<html><script>alert(1)</script>' })],
    ['before a page', pdfFile({ after: '<html><script>alert(1)</script>' })],
    ['with a page in a comment', replaced(pdfFile(), '%\xe2\xe3', '%<script>alert(1)</script>\n%\xe2\xe3')],
    ['before a picture', pdfFile({ after: '\xff\xd8\xff\xe0' })],
    ['before a comment', pdfFile({ after: '%something' })],
    ['before a second one', Buffer.concat([pdfFile(), pdfFile().subarray(0, 100)])],
    ['with something between its objects', replaced(pdfFile(), '2 0 obj', 'PK 2 0 obj')],
    ['without a page', replaced(pdfFile(), '/Type/Page/', '/Type/Poge/')],
    ['without a catalog', replaced(pdfFile(), '/Catalog', '/Cutalog')],
    ['whose table is elsewhere', replaced(pdfFile(), 'startxref\n', 'startxref\n1')],
    ['with an object hidden in a string', pdfFile({ objects: [`(9 0 obj ${SCRIPT} endobj)`] })],
    ['with an object hidden in a comment', replaced(pdfFile(), '2 0 obj', `%9 0 obj ${SCRIPT}\n2 0 obj`)],
    ['with an object hidden in a stream', pdfFile({ objects: [pdfStream('', `9 0 obj ${SCRIPT} endobj`)] })],
    ['with one behind a comment', pdfFile({ objects: [pdfStream('', `9 0%\nobj ${SCRIPT} endobj`)] })],
    [
      'with one behind a long comment',
      pdfFile({ objects: [pdfStream('', `9 0 %${'x'.repeat(5000)}\n\nobj ${SCRIPT}`)] }),
    ],
    ['with one that has no space', pdfFile({ objects: [`(9 0obj${SCRIPT})`] })],
    ['with one behind two', pdfFile({ objects: [pdfStream('', `9 %\n0 %\nobj ${SCRIPT} endobj`)] })],
    ['with brackets that do not fit', pdfFile({ objects: ['<</A[1 2>>]'] })],
    ['with brackets without end', pdfFile({ objects: ['['.repeat(100_000)] })],
    ['with very deep lists', pdfFile({ objects: [`${'['.repeat(5000)}${']'.repeat(5000)}`] })],
    [
      'with a packed stream of a rare kind',
      packedPdf({ stream: pdfStream('/Type/ObjStm/N 1/First 4/Filter/LZWDecode', 'x') }),
    ],
    [
      'with a packed stream in a short hand',
      packedPdf({ stream: pdfStream('/Type/ObjStm/N 1/First 4/DP<</Predictor 12>>', '1 0 <<>>') }),
    ],
    ['with a packed stream by two names', packedPdf({ stream: pdfStream('/N 1/N 2/First 4', '1 0 <<>>') })],
    [
      'with a packed stream that is none',
      packedPdf({ stream: pdfStream('/Type/ObjStm/N 3/First 4/Filter/FlateDecode', 'x') }),
    ],
    ['with a length that lies', pdfFile({ objects: ['<</Length 6 0 R>>\nstream\nabc\nendstream', '900'] })],
  ])('%s', (_, bytes) => {
    expect(['damaged', 'kind']).toContain(pdfRefusal(bytes));
  });

  it('that unpacks to more than any document has, soon', () => {
    const bomb = bombPdf(200);
    expect(bomb.length).toBeLessThan(2_000_000);
    const began = performance.now();
    expect(pdfRefusal(bomb)).toBe('heavy');
    expect(performance.now() - began).toBeLessThan(2000 * pace());
  });

  it('whose packed objects are all the same long list, soon', () => {
    const heads = Array.from({ length: 20_000 }, (_, number) => `${number} 0`).join(' ');
    const body = deflateSync(latin(`${heads} [${'1 '.repeat(100_000)}]`));
    const stream = pdfStream(`/Type/ObjStm/N 20000/First ${heads.length + 1}/Filter/FlateDecode`, body);
    const began = performance.now();
    expect(pdfRefusal(packedPdf({ stream }))).toBe('heavy');
    expect(performance.now() - began).toBeLessThan(10_000 * pace());
  });

  it('whatever byte of it is spoiled, never with an error of ours', () => {
    const whole = packedPdf();
    for (let at = 0; at < whole.length; at += 1) {
      for (const byte of [0, 0x28, 0x3c, 0x5b, 0xff]) {
        const spoiled = Buffer.from(whole);
        spoiled[at] = byte;
        expect([undefined, 'damaged', 'kind', 'heavy']).toContain(pdfRefusal(spoiled));
      }
    }
  });

  it('with a picture of many streams that looks like objects only by chance, not', () => {
    expect(objectStream(['<<>>']).includes('obj')).toBe(false);
    expect(pdfRefusal(pdfFile({ objects: [pdfStream('', 'x\x12obj\x01 1obj 7 1.obj')] }))).toBeUndefined();
  });
});
