// Calls a server with the client, in WebAssembly. The argument is the module that wasm-bindgen has made.
import assert from 'node:assert/strict';
import http from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const { caption } = createRequire(import.meta.url)(resolve(process.argv[2]));
const answers = {
  '/photos/p1': [200, { id: 'p1', caption: 'A cat', state: 'ready' }],
  '/photos/gone': [404, { message: 'there is no such photo' }],
  '/photos/odd': [200, { id: 3 }],
};
const requests = [];
const server = http.createServer((request, response) => {
  requests.push([request.method, request.url, request.headers.authorization]);
  const [status, body] = answers[request.url];
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
});

server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  assert.equal(await caption(url, 'p1'), 'A cat');
  await assert.rejects(caption(url, 'gone'), (error) => error.includes('404 Not Found'));
  await assert.rejects(caption(url, 'odd'), (error) => error.includes('expected a string, found the number 3'));
  const sent = ['p1', 'gone', 'odd'].map((id) => ['GET', `/photos/${id}`, 'Bearer t0ken']);
  assert.deepEqual(requests, sent);
  server.close();
  server.closeAllConnections();
  await assert.rejects(caption(url, 'p1'), (error) => error.includes('the request failed on the way'));
  console.log('a client in WebAssembly has called a server');
});
