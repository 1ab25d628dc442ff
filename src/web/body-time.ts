import type { Request, RequestHandler } from 'express';

/** A form has come whole after this time; of a file at least so much comes in each such time. */
const LOOK_MS = 30_000;
const LEAST_OF_FILE = 512 * 1024;

const files = new WeakSet<Request>();

/**
 * Ends connections whose body comes too slowly: somebody could keep as many as there can be with a byte now and then.
 * The server's own `requestTimeout` is one time for all, and a file of 200 MB needs minutes on an ordinary line.
 */
export const bodyTime: RequestHandler = (request, response, next) => {
  const { socket, headers } = request;
  // Without these there is no body.
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return next();
  let seen = socket.bytesRead;
  const stop = () => clearInterval(look);
  const look = setInterval(() => {
    const came = socket.bytesRead - seen;
    seen += came;
    if (request.complete || socket.destroyed) return stop();
    // What lies here unread waits for us, not for its sender.
    if (files.has(request) && (came >= LEAST_OF_FILE || request.readableLength > 0)) return;
    if (!response.headersSent) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    socket.destroy();
  }, LOOK_MS).unref();
  request.once('end', stop).once('close', stop);
  next();
};

/** Lets the file of somebody who may send it take its time, as long as it keeps coming. */
export function bodyIsFile(request: Request): void {
  files.add(request);
}
