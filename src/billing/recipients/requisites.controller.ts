import { ConflictException, Controller, Get, HttpCode, NotFoundException, Post } from '@nestjs/common';
import { HouseSearch } from '../../accounts/search/house-search.service.js';
import { staffActor } from '../../audit/audit.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ACCOUNTANTS, type PanelPerson } from '../../panel/person.js';
import { calendarDay } from '../../text/month.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { RowNumber } from '../../web/request-parts.js';
import { overlapOf } from './overlap.js';
import { type Changed, type NewTerms, RecipientChanges } from './recipient-changes.service.js';
import type { RecipientTerms, Takes } from './recipient.js';
import { Recipients } from './recipients.service.js';
import { bare, RequisitesForm, TAKES } from './requisites.forms.js';
import { REQUISITES_PATH } from './requisites.office.js';
import { RequisitesPages } from './requisites-pages.js';

/** «Реквизиты»: who is paid, from which day on, for what and in which houses. */
@OfficePage(...ACCOUNTANTS)
@Controller('office/requisites')
export class RequisitesController {
  constructor(
    private readonly pages: RequisitesPages,
    private readonly changes: RecipientChanges,
    private readonly recipients: Recipients,
    private readonly houses: HouseSearch,
  ) {}

  @Get()
  list(): Promise<Page> {
    return this.pages.list();
  }

  @Get('new')
  async add(): Promise<Page> {
    return this.pages.edit(undefined, await this.pages.form(undefined));
  }

  @Get(':id')
  async edit(@RowNumber('id') id: string): Promise<Page> {
    return this.pages.edit(Number(id), await this.pages.form(await this.find(id)));
  }

  @Post('new')
  @HttpCode(200)
  addNew(
    @CurrentStaff() person: PanelPerson,
    @FormBody(RequisitesForm) form: Form<RequisitesForm>,
  ): Promise<Page> {
    return this.save(undefined, form, person);
  }

  @Post(':id')
  @HttpCode(200)
  async change(
    @CurrentStaff() person: PanelPerson,
    @RowNumber('id') id: string,
    @FormBody(RequisitesForm) form: Form<RequisitesForm>,
  ): Promise<Page> {
    return this.save(await this.find(id), form, person);
  }

  private async save(
    before: RecipientTerms | undefined,
    form: Form<RequisitesForm>,
    person: PanelPerson,
  ): Promise<Page> {
    const terms = form.data && (await this.checked(before?.id, form.data, form));
    if (!terms || form.summary.length > 0) return this.pages.edit(before?.id, form);
    const changed = before && differences(before, terms);
    if (before && terms.since === before.since && Object.keys(changed!).length === 0) {
      return redirect(REQUISITES_PATH, 'Ничего не изменилось.');
    }
    const id = await this.changes.write(terms, changed, form.values['seen'] as string, staffActor(person));
    if (id === undefined) {
      throw new ConflictException(
        'Пока страница была открыта, реквизиты изменил кто-то ещё. Откройте её снова',
      );
    }
    const day = calendarDay(terms.since);
    return redirect(
      REQUISITES_PATH,
      terms.ended ? `${terms.name}: платежей не получает с ${day}.` : `${terms.name}: записано с ${day}.`,
    );
  }

  /** What was typed as terms; what the form alone cannot see is put on its fields. */
  private async checked(
    id: number | undefined,
    data: RequisitesForm,
    form: Form<RequisitesForm>,
  ): Promise<NewTerms> {
    const takes = data.takes as Takes;
    const services = takes === 'services' ? [...new Set(data.services)].filter(Boolean) : [];
    if (takes === 'services' && services.length === 0) {
      form.reject('services', 'Отметьте услуги, за которые платят этому получателю');
    }
    const terms: NewTerms = {
      ...{ id, since: data.since, ended: data.ended !== '', name: data.name, purpose: data.purpose },
      ...{ inn: bare(data.inn), kpp: bare(data.kpp), takes, services },
      bank: {
        ...{ name: data.bank, bic: bare(data.bic), account: bare(data.account) },
        correspondentAccount: bare(data.correspondentAccount),
      },
      houses: await this.housesOf(data.houses, form),
    };
    if (!terms.ended && form.summary.length === 0) await this.refuseOverlap(terms, form);
    return terms;
  }

  private async housesOf(typed: string, form: Form<RequisitesForm>): Promise<string[]> {
    const found: string[] = [];
    for (const line of typed.split('\n').map((one) => one.trim())) {
      if (line === '') continue;
      const { houses } = await this.houses.meant(line, MOST_LIKE);
      const same = houses.filter(({ address }) => plain(address) === plain(line));
      const [house, ...others] = same.length === 1 ? same : houses;
      if (!house) form.reject('houses', `Дома «${line}» нет. Напишите адрес, как он стоит в списке домов`);
      else if (others.length > 0) {
        const some = houses.map(({ address }) => address).join('; ');
        form.reject('houses', `«${line}» — это несколько домов: ${some}. Напишите адрес целиком`);
      } else found.push(house.id);
    }
    return [...new Set(found)];
  }

  /** On the day from which it holds, and on each later day on which others change. */
  private async refuseOverlap(terms: NewTerms, form: Form<RequisitesForm>): Promise<void> {
    const book = await this.recipients.book();
    const days = new Set([terms.since, ...book.all.map(({ since }) => since)]);
    for (const day of [...days].filter((one) => one >= terms.since).sort()) {
      const others = book.inForce(day).filter(({ id }) => id !== terms.id);
      const overlap = overlapOf(terms, others);
      if (!overlap) continue;
      const what = overlap.service ?? TAKES[terms.takes];
      form.reject(
        overlap.service === undefined ? 'takes' : 'services',
        `«${what}» в этих домах уже получает «${overlap.other.name}». Сначала измените его или укажите разные дома`,
      );
      return;
    }
  }

  private async find(id: string): Promise<RecipientTerms> {
    const terms = await this.pages.last(Number(id));
    if (!terms) throw new NotFoundException();
    return terms;
  }
}

const MOST_LIKE = 4;

function plain(address: string): string {
  return address.replaceAll('\u00A0', ' ').toLowerCase();
}

/** What the journal tells of a change. */
function differences(before: RecipientTerms, after: NewTerms): Changed {
  const flat = ({ name, inn, kpp, bank, purpose, takes, services, houses }: NewTerms | RecipientTerms) => ({
    ...{ name, inn, kpp, bank: bank?.name, bic: bank?.bic, account: bank?.account },
    ...{ correspondentAccount: bank?.correspondentAccount, purpose, takes: TAKES[takes] },
    ...{ services: services.join(', '), houses: houses.length === 0 ? 'все' : `${houses.length}` },
  });
  const [was, is]: Record<string, unknown>[] = [flat(before), flat(after)];
  const changed = Object.keys(was!).filter((key) => was![key] !== is![key]);
  const ended: Changed = before.ended === after.ended ? {} : { ended: [before.ended, after.ended] };
  return { ...Object.fromEntries(changed.map((key) => [key, [was![key], is![key]] as const])), ...ended };
}
