import { StreamableFile } from '@nestjs/common';
import type { PrintedReceipt } from './receipts.service.js';

/** A receipt as a PDF that the browser shows. */
export async function receiptAnswer(
  printed: PrintedReceipt,
  options: { readonly large: boolean; readonly author: string; readonly at: Date },
): Promise<StreamableFile> {
  // What draws PDF takes 20 MB of memory: it comes with the first receipt that is wanted.
  const { receiptPdf } = await import('./receipt-pdf.js');
  const bytes = await receiptPdf(printed, options);
  const period = printed.receipt.period.slice(0, 7);
  const [mark, word] = options.large ? ['-krupno', ', крупно'] : ['', ''];
  // The number of the account stays out of the name: files lie about in «Загрузки» for years.
  const disposition = `inline; filename="kvitanciya-${period}${mark}.pdf"; filename*=UTF-8''${encodeURIComponent(`Квитанция ${period}${word}.pdf`)}`;
  return new StreamableFile(bytes, { type: 'application/pdf', length: bytes.length, disposition });
}
