import { Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Form, FormBody } from '../../web/form.js';
import { keptAddress, withNext } from '../../web/kept-address.js';
import { type Page, redirect, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import type { KeyOwners } from '../keys/challenges.js';
import type { AppFactor } from './app-factor.js';
import type { CodeCookies, HalfWay } from './code-cookies.js';
import { CodeForm } from './code.forms.js';

/** Why somebody has to begin anew. */
const WHY = {
  none: 'Сначала введите логин и пароль: после них портал попросит код.',
  late: 'Пароль был введён больше пяти минут назад. Введите его ещё раз.',
  password: 'Пароль с тех пор изменился. Введите новый.',
  factor: 'Вход с кодом с тех пор отключили или сбросили. Введите логин и пароль ещё раз.',
  meanwhile: 'Пока вы вводили код, пароль или вход с кодом изменились. Введите логин и пароль ещё раз.',
} as const;

type Why = keyof typeof WHY | 'closed';

/** Somebody whose code may be waited for. */
interface Person {
  readonly id: string;
  readonly passwordChangedAt: Date;
  readonly secondFactorAt: Date | null;
}

/** Where the second step of a sign-in stands, and what is said there. */
export interface CodeEntrance {
  readonly of: KeyOwners;
  readonly here: string;
  /** The page of the password, and that of a key. */
  readonly password: string;
  readonly key: string;
  /** What somebody hears whose access is closed. */
  readonly closed: string;
  readonly looks: Readonly<Record<string, unknown>>;
}

/** The second step of a sign-in: a code after the password. */
export abstract class CodeEntranceController<P extends Person> {
  protected constructor(
    private readonly cookies: CodeCookies,
    private readonly factor: AppFactor,
    private readonly entrance: CodeEntrance,
  ) {}

  /** Whom a cookie means, while they may come in at all. */
  protected abstract open(id: string): Promise<P | undefined>;
  /** Where whoever is inside already goes on. */
  protected abstract inside(request: Request, next: string): Promise<Page | undefined>;
  /** Says on the form that the code was not right; undefined when it was, else the status of the page. */
  protected abstract refused(
    request: Request,
    form: Form<CodeForm>,
    id: string,
    code: string,
    how: HalfWay['how'],
  ): Promise<number | undefined>;
  /** Begins the session; undefined where what was proven is not so any more. */
  protected abstract begin(
    request: Request,
    person: P,
    how: HalfWay['how'],
    next: string,
  ): Promise<Page | undefined>;

  @Get()
  async page(@Req() request: Request, @QueryText('next') next: string): Promise<Page> {
    const half = await this.halfWay(request);
    if (typeof half === 'string') return this.elsewhere(request, next, half);
    return this.ask(half.person, Form.empty({ next: keptAddress(next) }));
  }

  @Post()
  @HttpCode(200)
  async enter(@Req() request: Request, @FormBody(CodeForm) form: Form<CodeForm>): Promise<Page> {
    const half = await this.halfWay(request);
    const next = String(form.values['next'] ?? '');
    if (typeof half === 'string') return this.elsewhere(request, next, half);
    const { person, how } = half;
    if (!form.data) return this.ask(person, form);
    const refused = await this.refused(request, form, person.id, form.data.code, how);
    if (refused !== undefined) return this.ask(person, form, refused);
    this.cookies.forgetHalfWay(request, this.entrance.of);
    return (await this.begin(request, person, how, next)) ?? this.fromTheStart(next, 'meanwhile');
  }

  /** Whose code is waited for; else why nobody's is. */
  private async halfWay(request: Request): Promise<{ person: P; how: HalfWay['how'] } | Why> {
    const shown = this.cookies.halfWay(request, this.entrance.of);
    if (shown === undefined || shown === 'late') return shown ?? 'none';
    const person = await this.open(shown.id);
    if (!person) return 'closed';
    if (person.passwordChangedAt.getTime() !== shown.passwordChangedAt.getTime()) return 'password';
    return person.secondFactorAt ? { person, how: shown.how } : 'factor';
  }

  /** Whoever has come in by another window goes on; others begin anew. */
  private async elsewhere(request: Request, next: string, why: Why): Promise<Page> {
    return (await this.inside(request, next)) ?? this.fromTheStart(next, why);
  }

  private fromTheStart(next: string, why: Why): Page {
    const { closed, password } = this.entrance;
    return redirect(withNext(password, next), why === 'closed' ? closed : WHY[why]);
  }

  private async ask({ id }: P, form: Form<CodeForm>, status?: number): Promise<Page> {
    const { here, password, key, looks } = this.entrance;
    const { keys } = await this.factor.state(id);
    const data = { form, keys, here, password, key, script: 'js/passkey.js', ...looks };
    return view('codes/enter', { title: 'Код из приложения', ...data }, status);
  }
}
