import { Controller, Get, Inject } from '@nestjs/common';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { isBlank, plural } from '../../text/russian.js';
import { type Page, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { APPEAL_KINDS, type AppealKind } from '../appeal.js';
import { publishedView } from './published-view.js';
import { type BookPage, PublicBook } from './public-book.service.js';

/** What stands on the buttons that choose a kind. */
const CHIPS: Readonly<Record<AppealKind, string>> = {
  complaint: 'Жалобы',
  suggestion: 'Предложения',
  gratitude: 'Благодарности',
  question: 'Вопросы',
};
const MOST_WORDS = 100;
/** Whoever withdraws an entry must not find it in the memory of a search engine. */
const NOT_KEPT = { 'X-Robots-Tag': 'noindex, noarchive' };

/** «Книга жалоб и предложений», which anybody reads. */
@Public()
@Controller('book')
export class BookController {
  constructor(
    private readonly book: PublicBook,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(
    @QueryText('q') asked: string,
    @QueryText('kind') of: string,
    @QueryText('page') number: string,
  ): Promise<Page> {
    const kind = Object.hasOwn(APPEAL_KINDS, of) ? (of as AppealKind) : '';
    const words = isBlank(asked) ? '' : asked.slice(0, MOST_WORDS);
    const page = /^[1-9]\d{0,6}$/.test(number) ? Number(number) : 1;
    const found = await this.book.page({ kind, words, page });
    const link = (to: { kind?: string; page?: number }): string => addressOf({ kind, words, ...to });
    const all = [...found.counts.values()].reduce((a, b) => a + b, 0);
    return view(
      'book/book',
      {
        ...{ title: 'Книга жалоб и предложений', words, kind },
        ...{ found: words !== '' && foundWords(words, found), empty: all === 0 },
        chips: [
          { title: 'Все', count: shown(all), href: link({ kind: '' }), here: kind === '' },
          ...[...found.counts].map(([id, count]) => ({
            ...{ title: CHIPS[id], count: shown(count), href: link({ kind: id }), here: kind === id },
          })),
        ],
        entries: found.rows.map((row) => publishedView(row, this.config.timeZone)),
        place: found.pages > 1 && `Страница ${shown(page)} из ${shown(found.pages)}`,
        before: page > 1 && link({ page: Math.min(page - 1, Math.max(found.pages, 1)) }),
        next: page < found.pages && link({ page: page + 1 }),
      },
      200,
      NOT_KEPT,
    );
  }
}

/** «По слову «лифт» и его формам: 5 записей». */
function foundWords(words: string, { found, byNumber }: BookPage): string {
  const said = byNumber
    ? `По номеру «${words}»`
    : /\s/.test(words)
      ? `По словам «${words}» и их формам`
      : `По слову «${words}» и его формам`;
  if (found === undefined) return `${said}: больше 1000 записей, показаны первые. Добавьте слово`;
  return found === 0 ? '' : `${said}: ${found}\u00A0${plural(found, 'запись', 'записи', 'записей')}`;
}

function shown(count: number): string {
  return count.toLocaleString('ru-RU');
}

function addressOf({ kind, words, page }: { kind: string; words: string; page?: number }): string {
  const said = new URLSearchParams({
    ...(words !== '' && { q: words }),
    ...(kind !== '' && { kind }),
    ...(page !== undefined && page > 1 && { page: String(page) }),
  }).toString();
  return said === '' ? '/book' : `/book?${said}`;
}
