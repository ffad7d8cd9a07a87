import { connect, createServer, type Server } from 'node:net';
import { codeOf } from '../problem.ts';

const patienceMs = 10_000;
const pauseMs = 5;

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await closeServer(server);
  if (address === null || typeof address === 'string') throw new Error('A port has no number.');
  return address.port;
}

/** Resolves once somebody answers on the port; throws when that cannot happen any more. */
export async function untilListening(port: number, isAlive: () => boolean): Promise<void> {
  const end = Date.now() + patienceMs;
  while (Date.now() < end && isAlive()) {
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`Nothing answers on port ${port}.`);
}

/** Whether something else has the port. */
export async function isTaken(port: number): Promise<boolean> {
  const server = createServer();
  const listens = new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  );
  try {
    await listens;
  } catch (error) {
    return codeOf(error) === 'EADDRINUSE';
  }
  await closeServer(server);
  return false;
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) =>
    server.close((error) => (error instanceof Error ? reject(error) : resolve())),
  );
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}
