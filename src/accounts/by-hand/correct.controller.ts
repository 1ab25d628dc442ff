import { Controller, Get, HttpCode, NotFoundException, Post } from '@nestjs/common';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ADMINISTRATORS, OPERATORS, type PanelPerson } from '../../panel/person.js';
import { fullName } from '../../users/person-name.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { openedWith, secondOf, type SecondRow } from '../../web/second-form.js';
import { roleInWords } from '../household/household-words.js';
import { Household } from '../household/household.service.js';
import { AccountCorrections } from './account-corrections.service.js';
import { type AccountFacts, factsOf, shownFacts, typedFacts, wrongArea } from './account-facts.js';
import type { AccountNow } from './by-hand.sql.js';
import { FactsForm, factsIn, groundIn, versionIn } from './by-hand.forms.js';
import { BUSY, ByHandPages, type CheckedRow, STYLE, untold } from './by-hand-pages.js';

const TITLE = 'Исправить лицевой счет';
const LABELS = { owner: 'Владелец', area: 'Площадь', residents: 'Проживает' } as const;
const FIELDS = Object.keys(LABELS) as (keyof typeof LABELS)[];

/** «Исправить»: owner, area and number of residents of a flat, set by hand on the ground of a paper. */
@OfficePage(...OPERATORS)
@Controller('office/accounts/:id/correct')
export class CorrectController {
  constructor(
    private readonly pages: ByHandPages,
    private readonly corrections: AccountCorrections,
    private readonly household: Household,
  ) {}

  @Get()
  async page(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const account = await this.pages.account(id);
    return this.ask(person, account, Form.empty(began(account)));
  }

  @Post()
  @HttpCode(200)
  async correct(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(FactsForm) form: Form<FactsForm>,
  ): Promise<Page> {
    const account = await this.pages.account(id);
    if (form.values['step'] === 'edit') return this.ask(person, account, untold(form));
    if (!form.data) return this.ask(person, account, form);
    const facts = factsIn(form.data);
    const wrong = impossible(factsOf(account), facts, form.data.ground);
    if (wrong) return this.ask(person, account, form.reject(...wrong));
    const rows = changes(factsOf(account), facts);
    const isNew = rows.some(({ now, will }) => now !== will);
    if (form.data.step !== 'save') {
      if (versionIn(form.data) !== account.version) return this.conflict(person, account, form);
      if (!isNew) return this.ask(person, account, form.reject('form', 'Ничего не изменено'));
      return this.pages.check({
        ...{ title: TITLE, form, rows, button: 'Сохранить', ...this.where(account) },
        action: `/office/accounts/${id}/correct`,
        notes: [`Основание: ${groundIn(form.data)}.`],
        ...doubt(factsOf(account), facts),
        ...(facts.owner_name !== account.owner_name && (await this.staying(id))),
      });
    }
    const asked = { id, version: versionIn(form.data), ground: groundIn(form.data), person };
    switch (await this.corrections.correct(facts, asked)) {
      case 'done':
      case 'same':
        return redirect(`/office/accounts/${id}`, 'Исправлено.');
      case 'busy':
        return this.ask(person, account, form.reject('form', BUSY));
      case 'stale':
        return this.conflict(person, await this.pages.account(id), form);
      case 'missing':
        throw new NotFoundException();
    }
  }

  /** Who goes on seeing the account under another name of its owner: a correction unlinks nobody. */
  private async staying(id: string): Promise<object> {
    const members = await this.household.members(id);
    if (members.length === 0) return {};
    const items = members.map(
      ({ first_name: firstName, last_name: lastName, role, sees_money: seesMoney }) =>
        `${fullName({ firstName, lastName })}, ${roleInWords(role, seesMoney)}`,
    );
    return {
      list: { title: 'Имя владельца никого не отвязывает. По-прежнему будут видеть этот счет:', items },
      onward: {
        before: 'Если квартира перешла к другому человеку, после сохранения закройте им доступ:',
        ...{ label: '«Сменился владелец»', href: `/office/accounts/${id}/owner-change` },
      },
    };
  }

  private where(account: AccountNow): { about: string; back: string } {
    return {
      about: `${this.pages.place(account.address)}, лицевой счет ${account.number}`,
      back: `/office/accounts/${account.id}`,
    };
  }

  private ask(
    { staff }: PanelPerson,
    account: AccountNow,
    form: Form<FactsForm>,
    conflict?: readonly SecondRow[],
  ): Page {
    const data = {
      ...{ title: TITLE, style: STYLE, form, account, conflict, ...this.where(account) },
      ...this.pages.grounds('correct', form),
      mayMore: ADMINISTRATORS.some((role) => role === staff.role),
    };
    return view('accounts/by-hand/correct', data, conflict && 409);
  }

  /** What was typed stays, what was left alone becomes what it is now: sending again writes nothing else. */
  private async conflict(person: PanelPerson, account: AccountNow, form: Form<FactsForm>): Promise<Page> {
    const rows = secondOf(form, LABELS, typedFacts(factsOf(account)));
    form.values['version'] = String(account.version);
    form.reject('form', `${await this.pages.overtaken(account)}.`);
    return this.ask(person, account, form, rows);
  }
}

/** The field that cannot be so, and why; what stands there already may stay. */
function impossible(
  before: AccountFacts,
  after: AccountFacts,
  ground: string,
): [field: 'owner' | 'area', why: string] | undefined {
  if (ground === 'slip' && after.owner_name === '' && before.owner_name !== '') {
    return ['owner', 'Опечатку исправляют, а не стирают: введите владельца или выберите другое основание'];
  }
  const area = wrongArea(after.total_area, before.total_area);
  return area === undefined ? undefined : ['area', area];
}

/** More people than that hardly live in one flat. */
const MANY_PEOPLE = 20;

/** What is likely mistyped is asked about before it is saved. */
function doubt(before: AccountFacts, { residents }: AccountFacts): { warning?: string } {
  if (residents === null || residents <= MANY_PEOPLE || residents === before.residents) return {};
  return { warning: `Проживает ${residents}: для одного помещения это много. Проверьте, нет ли опечатки.` };
}

function began(account: AccountNow): Record<string, string> {
  const typed = typedFacts(factsOf(account));
  return { ...typed, opened: openedWith(typed), version: String(account.version) };
}

function changes(before: AccountFacts, after: AccountFacts): CheckedRow[] {
  const [now, will] = [shownFacts(before), shownFacts(after)];
  return FIELDS.map((name) => ({ label: LABELS[name], now: now[name], will: will[name] }));
}
