import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response } from 'express';
import { Redirect, View } from './page.js';
import type { PageWriter } from './page-writer.js';

/** Lets controllers answer with pages: everything else goes Express' own way. */
export class PageAdapter extends ExpressAdapter {
  /** Set once the application is built; no request comes before. */
  pages!: PageWriter;

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    return body instanceof View || body instanceof Redirect
      ? this.pages.write(response, body)
      : super.reply(response, body, statusCode);
  }
}
