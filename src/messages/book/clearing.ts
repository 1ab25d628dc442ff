import { createHash } from 'node:crypto';
import { type PersonalContext, personalData, type PersonalPiece, removePieces } from './personal-data.js';
import type { PersonalKind } from './personal/finding.js';

/** What of an entry everybody is going to read. */
const CLEARED = {
  title: 'в заголовке',
  question: 'в вопросе',
  answer: 'в ответе',
  signed: 'в подписи',
} as const;
export type ClearedField = keyof typeof CLEARED;
export type ClearedTexts = Readonly<Record<ClearedField, string>>;

/** Kinds as a moderator reads them beside a piece. */
export const KIND_WORDS: Readonly<Record<PersonalKind, string>> = {
  name: 'имя',
  flat: 'квартира',
  phone: 'телефон',
  email: 'почта',
  account: 'номер счета',
  document: 'документ',
  card: 'карта',
  meter: 'счетчик',
  car: 'машина',
  date: 'дата',
  link: 'ссылка',
  code: 'код',
  health: 'здоровье',
};

/** A piece that looks like personal data: one for all places where the same stands. */
export interface SuspectedPiece {
  /** Of kind and text, so that it means the same when the text around it is another. */
  readonly key: string;
  readonly kind: PersonalKind;
  readonly text: string;
  readonly count: number;
  readonly where: readonly string[];
}

/** What looks like personal data in texts that are going to be published. */
export function suspected(texts: ClearedTexts, context: PersonalContext): SuspectedPiece[] {
  const found = new Map<string, { kind: PersonalKind; text: string; count: number; where: Set<string> }>();
  for (const field of fieldsOf(texts)) {
    for (const piece of piecesOf(field, texts[field], context)) {
      const key = keyOf(piece);
      const one = found.get(key) ?? { kind: piece.kind, text: piece.text, count: 0, where: new Set() };
      one.count += 1;
      one.where.add(CLEARED[field]);
      found.set(key, one);
    }
  }
  return [...found].map(([key, { where, ...piece }]) => ({ key, ...piece, where: [...where] }));
}

/** The texts without the pieces of these keys. */
export function cleared(
  texts: ClearedTexts,
  keys: ReadonlySet<string>,
  context: PersonalContext,
): Record<ClearedField, string> {
  const of = (field: ClearedField): string =>
    removePieces(
      texts[field],
      piecesOf(field, texts[field], context).filter((piece) => keys.has(keyOf(piece))),
    );
  return { title: of('title'), question: of('question'), answer: of('answer'), signed: of('signed') };
}

/** A text in parts, of which those that look like personal data say as what. */
export function marked(text: string, context: PersonalContext): { text: string; mark: string }[] {
  let rest = 0;
  const parts: { text: string; mark: string }[] = [];
  for (const { kind, start, end } of personalData(text, context)) {
    if (start > rest) parts.push({ text: text.slice(rest, start), mark: '' });
    parts.push({ text: text.slice(start, end), mark: KIND_WORDS[kind] });
    rest = end;
  }
  return rest < text.length ? [...parts, { text: text.slice(rest), mark: '' }] : parts;
}

/** Whoever answers for the office signs with a name: in the signature it is meant to be read. */
function piecesOf(field: ClearedField, text: string, context: PersonalContext): PersonalPiece[] {
  return personalData(text, context).filter(({ kind }) => field !== 'signed' || kind !== 'name');
}

function keyOf({ kind, text }: Pick<PersonalPiece, 'kind' | 'text'>): string {
  return createHash('sha256').update(`${kind} ${text}`).digest('base64url').slice(0, 16);
}

function fieldsOf(texts: ClearedTexts): ClearedField[] {
  return Object.keys(texts) as ClearedField[];
}
