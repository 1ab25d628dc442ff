import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Opens the page of readings as a resident and fills it in: the next value of each meter. */
export async function openForm(url, { token, account_id }, next) {
  const action = `/accounts/${account_id}/readings`;
  const answer = await send(url, action, token);
  if (answer.status !== 200) throw new Error(`the page of readings answers ${answer.status}`);
  const [, form] = new RegExp(`<form [^>]*action="${action}"[^>]*>([^]*?)</form>`).exec(answer.body) ?? [];
  if (form === undefined) throw new Error('the page has no form of readings');
  const fields = [...form.matchAll(/<input\b([^>]*)>/g)].map(([, text]) => attributes(text));
  const body = new URLSearchParams();
  for (const { name, type, value = '' } of fields) {
    const [, meter] = /^whole-(.{36})-/.exec(name) ?? [];
    if (meter !== undefined) body.set(name, next.get(meter));
    else if (type === 'hidden' || /^fraction-/.test(name)) body.set(name, value);
  }
  if (!body.toString().includes('whole-')) throw new Error('the form asks for no meter');
  return { action, token, body: body.toString() };
}

/** Sends a form that was filled in; throws unless all of it was taken. */
export async function submit(url, { action, token, body }) {
  const answer = await send(url, action, token, body);
  if (answer.status !== 303 || !answer.location.startsWith(`${action}/certificates/`)) {
    throw new Error(`a submission answers ${answer.status} ${answer.location}`);
  }
}

function attributes(text) {
  const found = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return { name: '', ...Object.fromEntries(found) };
}

function send(url, path, token, body) {
  return new Promise((resolve, reject) => {
    const headers = { cookie: `sid=${token}` };
    if (body !== undefined) {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      headers['content-length'] = Buffer.byteLength(body);
    }
    const sent = request(`${url}${path}`, { agent, method: body === undefined ? 'GET' : 'POST', headers });
    sent.once('error', (error) => {
      // The product had just closed a connection that stood idle: a browser tries again too.
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send(url, path, token, body));
      else reject(error);
    });
    sent.once('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const { statusCode: status, headers: got } = response;
        resolve({ status, location: got.location ?? '', body: Buffer.concat(chunks).toString() });
      });
    });
    sent.end(body);
  });
}
