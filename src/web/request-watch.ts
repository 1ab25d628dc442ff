import type { Request, RequestHandler } from 'express';
import type { RequestLine } from '../core/log.js';

/** Hears of each answer; a module provides it where somebody counts them. */
export abstract class RequestWatch {
  abstract answered(request: Request, line: RequestLine): void;
}

/** Follows each request from its beginning; a module provides it where traces are collected. */
export abstract class RequestTrace {
  abstract readonly follow: RequestHandler;
}
