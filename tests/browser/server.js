/** A static file server for the tests and the benchmark. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/**
 * @param {{headers?: object, under?: string, gzip?: boolean}} options headers to send; the path of the folder, with
 * slashes at both ends; whether to compress files with gzip
 * @param {...string} folders relative to this file, with a slash at the end; the first one that has a file wins
 * @returns {Promise<{address: string, pages: Map<string, {body: string | Buffer, status?: number, headers?: object}>, answers: {path: string, asked: number, bytes: number}[], close: () => void}>}
 * `pages`, by their path below the address, take precedence over files; `answers` lists every request: its path, its
 * time (in ms since 1970) and the length of the response body
 */
export async function serve({ headers = {}, under = '/', gzip = false }, ...folders) {
  const roots = folders.map((folder) => new URL(folder, import.meta.url));
  const pages = new Map();
  const answers = [];
  const packed = new Map(); // by address
  const travelling = (file, body) => {
    if (!gzip) return body;
    if (!packed.has(file.href)) packed.set(file.href, gzipSync(body, { level: 9 }));
    return packed.get(file.href);
  };
  const server = createServer(async (request, response) => {
    // URL parsing has already removed every `..` from the path.
    const { pathname } = new URL(request.url, 'http://localhost');
    const answer = { path: pathname, asked: performance.timeOrigin + performance.now(), bytes: 0 };
    answers.push(answer);
    const page = pages.get(pathname.replace(under, ''));
    if (page) {
      response
        .writeHead(page.status ?? 200, { ...headers, 'content-type': TYPES['.html'], ...page.headers })
        .end(page.body);
      return;
    }
    if (pathname === '/favicon.ico') {
      // Browsers request it on their own if a page does not name one.
      response.writeHead(204).end();
      return;
    }
    const path = pathname.replace(under, './').replace(/\/$/, '/index.html');
    for (const root of roots) {
      const file = new URL(path, root);
      const content = await readFile(file).catch(() => null);
      if (!content) continue;
      const body = travelling(file, content);
      answer.bytes = body.length;
      const coding = gzip ? { 'content-encoding': 'gzip' } : {};
      response
        .writeHead(200, { ...headers, ...coding, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' })
        .end(body);
      return;
    }
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${server.address().port}${under}`,
    pages,
    answers,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
