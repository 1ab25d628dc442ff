import { describe, expect, it } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { ReceiptFont } from '../src/receipts/pdf/fonts.js';

/** The whole of a document with a text in our font, not packed. */
async function written(text: string): Promise<string> {
  const font = ReceiptFont.of('regular').source;
  const document = new PDFDocument({ font, compress: false });
  document.text(text);
  document.end();
  return (await buffer(document)).toString('latin1');
}

describe('The font of receipts', () => {
  // DejaVu draws «р» by the glyph of «p»: fontkit keeps that one without its letter, for all documents to come.
  it('lets letters be found and copied that others are drawn by, in later documents too', async () => {
    await written('срок, хор, уха');
    const page = await written('https://cabinet.example/pay');
    for (const letter of 'htpscabinetexmlpay') {
      expect(page).toContain(`<00${letter.codePointAt(0)!.toString(16)}>`);
    }
  });
});
