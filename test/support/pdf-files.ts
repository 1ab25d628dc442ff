import { deflateSync } from 'node:zlib';

type Bytes = string | Buffer;

/** What stands in a document beside a page with a line of text; objects are numbered from 5 on. */
interface PdfParts {
  /** More entries of the catalog. */
  readonly catalog?: string;
  /** More entries of the only page. */
  readonly page?: string;
  readonly objects?: readonly Bytes[];
  /** More entries of the trailer. */
  readonly trailer?: string;
  readonly before?: Bytes;
  readonly after?: Bytes;
}

const HEAD = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';

const latin = (bytes: Bytes) => (typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
const join = (...parts: Bytes[]) => Buffer.concat(parts.map(latin));

/** A stream with the entries of its dictionary, without its length. */
export function pdfStream(entries: string, body: Bytes): Buffer {
  return join(`<<${entries}/Length ${latin(body).length}>>\nstream\n`, body, '\nendstream');
}

function bodies({ catalog = '', page = '', objects = [] }: PdfParts): Bytes[] {
  return [
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>${page}>>`,
    pdfStream('', '0 0 m 100 100 l S'),
    ...objects,
  ];
}

/** The pieces of a file one after another, with the place where each object begins. */
class Pieces {
  readonly places: number[] = [];
  length = 0;
  private readonly pieces: Buffer[] = [];

  add(...bytes: Bytes[]): this {
    const piece = join(...bytes);
    this.pieces.push(piece);
    this.length += piece.length;
    return this;
  }

  object(number: number, body: Bytes): this {
    this.places[number] = this.length;
    return this.add(`${number} 0 obj\n`, body, '\nendobj\n');
  }

  whole(): Buffer {
    return Buffer.concat(this.pieces);
  }
}

/** A document with a table of its objects, as all are up to version 1.4. */
export function pdfFile(parts: PdfParts = {}): Buffer {
  const { trailer = '', before = '', after = '' } = parts;
  const file = new Pieces().add(before, HEAD);
  bodies(parts).forEach((body, index) => file.object(index + 1, body));
  const rows = file.places.slice(1).map((at) => `${String(at).padStart(10, '0')} 00000 n \n`);
  const start = file.length;
  return file
    .add(`xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${rows.join('')}`)
    .add(`trailer\n<</Size ${rows.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`, after)
    .whole();
}

/** Objects in an object stream, numbered by their places. */
export function objectStream(
  objects: readonly Bytes[],
  numberOf: (index: number) => number = (index) => index + 1,
): Buffer {
  let heads = '';
  let offset = 0;
  for (const [index, object] of objects.entries()) {
    heads += `${numberOf(index)} ${offset} `;
    offset += object.length + 1;
  }
  const packed = deflateSync(
    join(heads, Buffer.concat(objects.flatMap((object) => [latin(object), latin('\n')]))),
    { level: 9 },
  );
  return pdfStream(`/Type/ObjStm/N ${objects.length}/First ${heads.length}/Filter/FlateDecode`, packed);
}

/** A document whose objects are packed, as programs write them since version 1.5; `stream` is the object stream, done otherwise. */
export function packedPdf(parts: PdfParts & { readonly stream?: Bytes } = {}): Buffer {
  const [catalog, pages, page, content] = bodies(parts) as [Bytes, Bytes, Bytes, Bytes];
  const packed = [catalog, pages, page, ...(parts.objects ?? [])];
  const stream = parts.stream ?? objectStream(packed, (index) => (index < 3 ? index + 1 : index + 4));
  const file = new Pieces().add(HEAD).object(4, content).object(5, stream);
  const start = file.length;
  const rows = [1, 2, 3, 4, 5, 6].map((number) => {
    const isPacked = number < 4;
    const row = Buffer.alloc(7);
    row.writeUInt8(isPacked ? 2 : 1, 0);
    row.writeUInt32BE(isPacked ? 5 : (file.places[number] ?? start), 1);
    row.writeUInt16BE(isPacked ? number - 1 : 0, 5);
    return row;
  });
  return file
    .object(
      6,
      pdfStream(`/Type/XRef/Size 7/Index[1 6]/W[1 4 2]/Root 1 0 R${parts.trailer ?? ''}`, join(...rows)),
    )
    .add(`startxref\n${start}\n%%EOF\n`, parts.after ?? '')
    .whole();
}

const ENCRYPTION = '<</Filter/Standard/V 2/R 3/Length 128/P -44/O<28>/U<28>>>';
const SCRIPT = '<</S/JavaScript/JS(app.alert(1))>>';

/** A document that asks for a password. */
export function lockedPdf(): Buffer {
  return pdfFile({ objects: [ENCRYPTION], trailer: '/Encrypt 5 0 R' });
}

/** A document that runs a program when it is opened; `packed` where nobody sees it without unpacking. */
export function scriptedPdf(options: { packed?: boolean } = {}): Buffer {
  const catalog = `/OpenAction ${SCRIPT}`;
  return options.packed ? packedPdf({ catalog }) : pdfFile({ catalog });
}

/** A document with another file in it. */
export function enclosingPdf(): Buffer {
  const file = pdfStream('/Type/EmbeddedFile', 'MZ');
  const names = '/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>]>>>>';
  return pdfFile({ catalog: names, objects: [file] });
}

/** A small document with an object stream of so many megabytes. */
export function bombPdf(megabytes: number): Buffer {
  const bomb = deflateSync(Buffer.alloc(megabytes * 1024 * 1024, ' '), { level: 9 });
  return packedPdf({ stream: pdfStream('/Type/ObjStm/N 3/First 20/Filter/FlateDecode', bomb) });
}
