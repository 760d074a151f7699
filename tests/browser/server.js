/** A static server of folders, for the tests and the benchmark. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * @param {{headers?: object, under?: string}} options headers to send; the folder's path, with slashes at both ends
 * @param {...string} folders relative to this file, ending in a slash; the first that has a file wins
 * @returns {Promise<{address: string, pages: Map<string, {body: string | Buffer, status?: number, headers?: object}>, close: () => void}>} `pages`,
 *   by their path below the address, come before the files
 */
export async function serve({ headers = {}, under = '/' }, ...folders) {
  const roots = folders.map((folder) => new URL(folder, import.meta.url));
  const pages = new Map();
  const server = createServer(async (request, response) => {
    // URL resolution has taken every `..` out of the path already.
    const { pathname } = new URL(request.url, 'http://localhost');
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
      const body = await readFile(new URL(path, root)).catch(() => null);
      if (!body) continue;
      response
        .writeHead(200, { ...headers, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' })
        .end(body);
      return;
    }
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${server.address().port}${under}`,
    pages,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
