// Calls a server with the client, in WebAssembly. The argument is the module that wasm-bindgen has made.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const { Photos, memory_pages: memory } = createRequire(import.meta.url)(resolve(process.argv[2]));

/** Has a client call a server that answers like this, and gives the requests that came. */
async function serve(answer, calls, seconds = 60) {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const body = [];
    request.on('data', (piece) => body.push(piece));
    await once(request, 'end');
    requests.push({ request, body: Buffer.concat(body).toString() });
    await answer(response, requests.length, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const address = `http://127.0.0.1:${server.address().port}`;
    await calls(Object.assign(new Photos(address, seconds), { address }), requests);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return requests;
}

/** As in a page, which has an address. */
async function inPage(isPage, calls) {
  if (isPage) globalThis.location = new URL('http://photos.test');
  try {
    return await calls();
  } finally {
    delete globalThis.location;
  }
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const photo = { id: 'p1', caption: 'A cat', state: 'ready' };
const fails = (call, text) => assert.rejects(call, (error) => error.includes(text) || assert.equal(error, text));

test('a call gives its answer, or says what went wrong', async () => {
  const answers = {
    '/photos/p1': [200, photo],
    '/photos/gone': [404, { message: 'there is no such photo' }],
    '/photos/odd': [200, { id: 3 }],
  };
  const requests = await serve((response, _, request) => json(response, ...answers[request.url]), async (photos) => {
    assert.equal(await photos.caption('p1'), 'A cat');
    await fails(photos.caption('gone'), '404 Not Found');
    await fails(photos.caption('odd'), 'expected a string, found the number 3');
  });
  const sent = requests.map(({ request: { method, url, headers } }) => [method, url, headers.authorization]);
  assert.deepEqual(sent, ['p1', 'gone', 'odd'].map((id) => ['GET', `/photos/${id}`, 'Bearer t0ken']));
});

test('what may succeed a moment later is tried again, with the same key', async () => {
  const answer = (response, number) =>
    number < 3 ? json(response, 503, {}) : json(response, 201, { id: 'a1', title: 'Cats' });
  const requests = await serve(answer, async (photos) => {
    const began = Date.now();
    assert.equal(await photos.create_album('Cats'), 'Cats');
    const passed = Date.now() - began;
    assert.ok(passed >= 250 && passed < 20_000, `${passed}`);
    await photos.create_album('Cats');
  });
  const keys = requests.map(({ request }) => request.headers['idempotency-key']);
  assert.equal(keys.length, 4);
  assert.equal(new Set(keys.slice(0, 3)).size, 1);
  assert.notEqual(keys[3], keys[0]);
  assert.match(keys[0], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(requests[0].body, '{"title":"Cats"}');
});

test('Retry-After may be a date', async () => {
  const later = () => new Date(Date.now() + 2_500).toUTCString();
  const answer = (response, number) =>
    number < 2 ? json(response, 503, {}, { 'retry-after': later() }) : json(response, 200, photo);
  await serve(answer, async (photos) => {
    const began = Date.now();
    assert.equal(await photos.caption('p1'), 'A cat');
    const passed = Date.now() - began;
    assert.ok(passed > 1_000 && passed < 20_000, `${passed}`);
  });
});

test('a call ends when its time is up, and the request with it', async () => {
  let closed;
  const answer = (response) => (closed = once(response, 'close'));
  await serve(answer, async (photos) => {
    await fails(photos.caption('p1'), 'the time was up');
    await closed;
  }, 0.3);
});

test('a server that is not there is tried again', async () => {
  let client;
  await serve(() => {}, async (photos) => (client = photos));
  await fails(client.caption('p1'), 'after 3 tries');
});

test('an answer is read as it comes, and ends when nobody reads on', async () => {
  let closed;
  const answer = async (response) => {
    closed = once(response, 'close');
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.write('the first piece');
    // There is no end.
  };
  await serve(answer, async (photos) => {
    assert.equal(await photos.pieces('p1', 1), 1);
    await closed;
  });
});

test('an answer that breaks off is an error', async () => {
  const answer = async (response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': 100 });
    response.write('the first piece', () => setTimeout(() => response.destroy(), 50));
  };
  await serve(answer, (photos) => fails(photos.pieces('p1', 100), 'the connection failed before the response was whole: TypeError: terminated'));
});

test('an answer that was compressed is read', async () => {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  const answer = (response) => response.writeHead(200, headers).end(gzipSync(JSON.stringify(photo)));
  await serve(answer, async (photos) => assert.equal(await photos.caption('p1'), 'A cat'));
});

test('events come one by one, and are asked for again where they were lost', async () => {
  const event = (id) => `id: ${id}\ndata: ${JSON.stringify({ photo: id, kind: 'added' })}\n\n`;
  const answer = (response, number) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(number === 1 ? `retry: 10\n\n${event('p1')}` : event('p2'));
    if (number === 1) setTimeout(() => response.destroy(), 50);
  };
  const requests = await serve(answer, async (photos) => {
    assert.deepEqual(await photos.changes(2), ['p1', 'p2']);
  });
  assert.deepEqual(requests.map(({ request }) => request.headers['last-event-id']), [undefined, 'p1']);
});

test('credentials do not follow a redirect to another origin', async () => {
  let keys;
  await serve((response) => json(response, 200, photo), async (other, there) => {
    const answer = (response) => response.writeHead(302, { location: `${other.address}/photos/p1` }).end();
    const here = await serve(answer, async (photos) => assert.equal(await photos.caption('p1'), 'A cat'));
    keys = [here, there].map(([{ request }]) => request.headers.authorization);
  });
  assert.deepEqual(keys, ['Bearer t0ken', undefined]);
});

test('a call that led elsewhere is not repeated as if nothing had been done', async () => {
  for (const isPage of [false, true]) {
    const answer = (response, _, { method }) =>
      method === 'POST' ? response.writeHead(303, { location: '/photos/new' }).end() : json(response, 429, {});
    const calls = (photos) => fails(photos.add('a1', Buffer.from('a picture')), '429 Too Many Requests');
    const requests = await inPage(isPage, () => serve(answer, calls));
    assert.deepEqual(requests.map(({ request }) => request.method), ['POST', 'GET']);
    assert.match(requests[0].body, /a picture/);
    assert.equal(requests[0].request.headers['user-agent'].startsWith('photos/'), !isPage);
  }
});

test('headers may have any bytes', async () => {
  const title = Buffer.from('Größe', 'utf8');
  const headers = { 'x-title': title.toString('latin1') };
  await serve((response) => json(response, 200, photo, headers), async (photos) => {
    assert.deepEqual(Buffer.from(await photos.header('p1', 'x-title')), title);
  });
});

test('fetch may be replaced, and may fail at once', async () => {
  const { fetch } = globalThis;
  const photos = new Photos('http://photos.test', 5);
  try {
    globalThis.fetch = async () => Response.json(photo);
    assert.equal(await photos.caption('p1'), 'A cat');
    globalThis.fetch = () => { throw new TypeError('not here'); };
    await fails(photos.caption('p1'), 'the request failed on the way: TypeError: not here');
    globalThis.fetch = undefined;
    await fails(photos.caption('p1'), 'there is no `fetch`');
  } finally {
    globalThis.fetch = fetch;
  }
});

test('calls leave nothing behind', async () => {
  const { fetch } = globalThis;
  const photos = new Photos('http://photos.test', 60);
  const call = async (times) => {
    for (let i = 0; i < times; i++) await photos.caption('p1');
    return memory();
  };
  try {
    // One that takes its time, so that there is a timer.
    globalThis.fetch = () => new Promise((resolve) => setImmediate(() => resolve(Response.json(photo))));
    const before = await call(500);
    assert.equal(await call(3_000), before);
  } finally {
    globalThis.fetch = fetch;
  }
});

test('an upload that is a stream is sent as a whole', async () => {
  const answer = (response) => response.writeHead(204).end();
  const requests = await serve(answer, (photos) => photos.replace('p1', Buffer.from('a picture')));
  assert.equal(requests[0].body, 'a picture');
});
