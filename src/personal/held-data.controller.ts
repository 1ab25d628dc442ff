import { Controller, Get, HttpCode, Inject, Post, StreamableFile } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { residentActor } from '../auth/actor.js';
import { OwnProof } from '../auth/own-proof.js';
import type { Config } from '../core/config.js';
import { Clock } from '../core/clock.js';
import type { RequestContext } from '../core/request-context.js';
import { CONFIG } from '../core/tokens.js';
import { dateTime, duration } from '../text/russian.js';
import { BeforeAllElse } from '../web/before-all-else.js';
import { Password, Text } from '../web/field.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, view } from '../web/page.js';
import { CurrentContext } from '../web/request-parts.js';
import { HeldDataService } from './held-data.service.js';
import { heldJson } from './held-json.js';
import { sectionText } from './held-text.js';

class TakeDataForm {
  /** Not sent by whoever has none. */
  @Password()
  current!: string;

  @IsIn(['pdf', 'json'], { message: 'Выберите вид файла' })
  @Text(4)
  format!: 'pdf' | 'json';
}

const TYPES = { pdf: 'application/pdf', json: 'application/json; charset=utf-8' };

/** «Мои данные»: everything that is held about a resident, as a file. */
@BeforeAllElse()
@Controller('profile/data')
export class HeldDataController {
  constructor(
    private readonly held: HeldDataService,
    private readonly proof: OwnProof,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@CurrentContext() context: RequestContext): Promise<Page> {
    return this.ask(context, Form.empty({ format: 'pdf' }));
  }

  @Post()
  @HttpCode(200)
  async take(
    @CurrentContext() context: RequestContext,
    @FormBody(TakeDataForm) form: Form<TakeDataForm>,
  ): Promise<Page | StreamableFile> {
    const { id } = context.user!;
    if (!(await this.proof.isShown(context, form)) || !form.data) return this.ask(context, form);
    const { format } = form.data;
    const wait = await this.held.wait(id);
    if (wait > 0) {
      const words = `За сутки файл уже выдан пять раз, следующий можно взять через ${duration(wait)}.`;
      return this.ask(context, form.reject('form', words), wait);
    }
    const sections = await this.held.download(id, format, residentActor(context));
    const at = this.clock.now();
    const { company, timeZone } = this.config;
    const bytes =
      format === 'json'
        ? heldJson(sections, company.legalName, at)
        : await (
            await import('./held-pdf.js')
          ).linesPdf(
            {
              title: 'Мои данные',
              subject: `Всё, что хранит о вас личный кабинет ${company.host}. Составлено ${dateTime(at, timeZone)}.`,
              above: [`Оператор: ${company.legalName}, ИНН ${company.inn}, ${company.address}.`],
              sections: sections.map((section) => sectionText(section, timeZone)),
              below: [
                'Начисления, платежи и счетчики относятся к лицевому счету, а не к вам лично: они на его страницах. Пароль хранится так, что восстановить его нельзя, поэтому здесь его нет.',
              ],
            },
            company.name,
            at,
          );
    const disposition = `attachment; filename="moi-dannye.${format}"; filename*=UTF-8''${encodeURIComponent(`Мои данные.${format}`)}`;
    return new StreamableFile(bytes, { type: TYPES[format], length: bytes.length, disposition });
  }

  private async ask(context: RequestContext, form: Form<TakeDataForm>, wait?: number): Promise<Page> {
    const data = { title: 'Мои данные', form, ...(await this.proof.asked(context)) };
    return wait === undefined
      ? view('personal/data', data)
      : view('personal/data', data, 429, { 'Retry-After': String(wait) });
  }
}
