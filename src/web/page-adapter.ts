import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Response } from 'express';
import { createServer, IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Redirect, View } from './page.js';
import type { PageWriter } from './page-writer.js';

/**
 * Lets controllers answer with pages: everything else goes Express' own way.
 * Requests and responses are born with the prototypes that Express would give them one by one,
 * which would make every later look at them slow.
 */
export class PageAdapter extends ExpressAdapter {
  /** Set once the application is built; no request comes before. */
  pages!: PageWriter;

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    return body instanceof View || body instanceof Redirect
      ? this.pages.write(response, body)
      : super.reply(response, body, statusCode);
  }

  override initHttpServer(): void {
    class BareRequest extends IncomingMessage {}
    class BareResponse extends ServerResponse {}
    const express = this.getInstance<Express>();
    express.request = Object.setPrototypeOf(BareRequest.prototype, express.request) as Express['request'];
    express.response = Object.setPrototypeOf(BareResponse.prototype, express.response) as Express['response'];
    const classes = { IncomingMessage: BareRequest, ServerResponse: BareResponse };
    this.httpServer = createServer(classes, express as RequestListener);
  }
}
