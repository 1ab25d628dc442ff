import type { Request } from 'express';
import type { RequestLine } from '../core/log.js';

/** Hears of each answer; a module provides it where somebody counts them. */
export abstract class RequestWatch {
  abstract answered(request: Request, line: RequestLine): void;
}
