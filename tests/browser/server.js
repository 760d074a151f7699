/** A static server of folders, for the tests and the benchmark. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/**
 * @param {{headers?: object, under?: string, gzip?: boolean}} options headers to send; the folder's path, with slashes at
 *   both ends; whether files travel in gzip
 * @param {...string} folders relative to this file, ending in a slash; the first that has a file wins
 * @returns {Promise<{address: string, pages: Map<string, {body: string | Buffer, status?: number, headers?: object}>, answers: {path: string, asked: number, bytes: number}[], close: () => void}>}
 *   `pages`, by their path below the address, come before the files; `answers` lists every request: its path, when it came
 *   (in ms since 1970) and how long the answer's body was
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
    // URL resolution has taken every `..` out of the path already.
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
      // A browser asks for it on its own account where a page names none.
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
