import { Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Limit } from '../../core/limits.js';
import { networkOf } from '../../core/network.js';
import type { Counter, Throttle } from '../../core/throttle.js';
import { Form, FormBody } from '../../web/form.js';
import { keptAddress, withNext } from '../../web/kept-address.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import type { Challenges, KeyOwners } from './challenges.js';
import { KeyAnswerForm } from './key.forms.js';
import { openingQuestion } from './key-questions.js';
import type { Keys } from './keys.js';
import { keylessAt } from './relying-party.js';

/** One for all: nobody hears which keys there are, or whose. */
const REFUSED = 'Войти ключом доступа не получилось. Попробуйте ещё раз или войдите с логином и паролем.';

/** What stands on the page where one kind of people comes in. */
export interface Entrance {
  readonly of: KeyOwners;
  readonly here: string;
  /** The page of the password. */
  readonly password: string;
  /** Answers from one network. */
  readonly limit: Limit;
  readonly looks: Readonly<Record<string, unknown>>;
}

/** «Войти ключом доступа»: without a login and a password, by what the device keeps. */
export abstract class KeyEntranceController<Owner extends { readonly id: string }> {
  protected constructor(
    private readonly keys: Keys<Owner>,
    private readonly challenges: Challenges,
    private readonly throttle: Throttle,
    private readonly entrance: Entrance,
  ) {}

  /** Where whoever is inside already goes on. */
  protected abstract inside(request: Request, next: string): Promise<Page | undefined>;
  /** Begins the session of whom a key has proven; gives words where they may not come in, nothing where that is not said. */
  protected abstract begin(
    request: Request,
    opened: { owner: Owner; key: string },
    next: string,
  ): Promise<Page | string | undefined>;

  @Get()
  async page(@Req() request: Request, @QueryText('next') next: string): Promise<Page> {
    return (await this.inside(request, next)) ?? this.ask(request, Form.empty({ next: keptAddress(next) }));
  }

  @Post()
  @HttpCode(200)
  async enter(@Req() request: Request, @FormBody(KeyAnswerForm) form: Form<KeyAnswerForm>): Promise<Page> {
    const { limit, of } = this.entrance;
    const counter: Counter = [limit, networkOf(request.ip ?? '')];
    await this.throttle.pass(counter);
    const kept = await this.challenges.take(request, { of, kind: 'sign-in' });
    if (!form.data) return this.ask(request, form);
    const { answer, next } = form.data;
    const opened = kept && (await this.keys.opened(answer, kept.challenge));
    // whoever has come in by a key has guessed nothing
    if (opened) await this.throttle.release([counter], []);
    const end = opened && (await this.begin(request, opened, next));
    return typeof end === 'object' ? end : this.ask(request, form.reject('form', end ?? REFUSED));
  }

  private ask(request: Request, form: Form<KeyAnswerForm>): Page {
    const { of, here, password, looks } = this.entrance;
    const { party } = this.keys;
    const page = { title: 'Вход ключом доступа', form, here, password, ...looks };
    const keyless = keylessAt(party, request.headers.host);
    if (keyless) {
      const { next = '' } = form.values;
      return view('keys/enter', { ...page, keyless, path: withNext(here, String(next)) });
    }
    const challenge = this.challenges.ask(request, { of, kind: 'sign-in' });
    const options = openingQuestion(challenge, party);
    return view('keys/enter', { ...page, options, script: 'js/passkey.js' });
  }
}
