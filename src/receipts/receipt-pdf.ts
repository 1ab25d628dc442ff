import { buffer } from 'node:stream/consumers';
import { drawReceipt } from './pdf/receipt-drawing.js';
import { Sheet } from './pdf/sheet.js';
import type { PrintedReceipt } from './receipts.service.js';

interface PdfOptions {
  readonly large: boolean;
  readonly author: string;
  readonly at: Date;
}

/** A receipt as PDF: fonts inside, text that can be selected, tags for those who listen. */
export async function receiptPdf(
  printed: PrintedReceipt,
  { large, author, at }: PdfOptions,
): Promise<Buffer> {
  const { receipt, view } = printed;
  const sheet = new Sheet({
    title: `${view.title}, лицевой счет ${receipt.account}`,
    subject: view.subtitle,
    author,
    at,
    tagged: true,
  });
  const bytes = buffer(sheet.document);
  drawReceipt(sheet, printed, large);
  sheet.document.end();
  return bytes;
}
