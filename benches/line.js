/**
 * A slow connection between browser and server: a TCP proxy that delays every byte by half a round trip each way, and
 * limits the total bandwidth towards the browser, including the page's workers.
 */
import { connect, createServer } from 'node:net';

/** Bytes per chunk: small compared with what is in flight during a round trip. */
const PIECE = 1460;

/**
 * @param {string} address of the server
 * @param {{bitsPerSecond: number, roundTrip: number}} line the round trip in ms
 * @returns {Promise<{address: string, close: () => void}>} the same server, through the slow connection
 */
export async function slowed(address, { bitsPerSecond, roundTrip }) {
  const { port } = new URL(address);
  const queue = []; // pieces for the browser, from all connections: {socket, bytes}
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    const start = performance.now();
    let sent = 0;
    while (queue.length) {
      const { socket, bytes } = queue.shift();
      sent += bytes.length;
      // Computed from all bytes so far, so that late timers do not add up.
      const wait = start + (sent * 8000) / bitsPerSecond - performance.now();
      if (wait > 1) await new Promise((later) => setTimeout(later, wait));
      setTimeout(() => socket.writable && socket.write(bytes), roundTrip / 2);
    }
    sending = false;
  };
  const sockets = new Set();
  const proxy = createServer((browser) => {
    sockets.add(browser);
    const server = connect(Number(port), '127.0.0.1');
    const opened = performance.now();
    browser.on('data', (bytes) => {
      // The first request also waits for the handshake.
      const handshake = Math.max(0, roundTrip - (performance.now() - opened));
      setTimeout(() => server.writable && server.write(bytes), handshake + roundTrip / 2);
    });
    server.on('data', (bytes) => {
      for (let at = 0; at < bytes.length; at += PIECE)
        queue.push({ socket: browser, bytes: bytes.subarray(at, at + PIECE) });
      send();
    });
    for (const [one, other] of [
      [browser, server],
      [server, browser],
    ]) {
      one.on('error', () => other.destroy());
      one.on('close', () => setTimeout(() => other.destroy(), roundTrip));
    }
    browser.on('close', () => sockets.delete(browser));
  });
  await new Promise((listening) => proxy.listen(0, '127.0.0.1', listening));
  const { port: own } = proxy.address();
  return {
    address: address.replace(`:${port}/`, `:${own}/`),
    close() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
