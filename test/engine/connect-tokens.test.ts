import { type ErrorCode, SyncError } from '@concord/core';
import { disconnect, loseConnection, openConnection, openSession, readConnection, sessionView } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { authorize } from './connect-steps.ts';
import { type Account, ann, type Browser, bob, createWorld, eve, mailbox, type World } from './connect-world.ts';

const hourMs = 3_600_000;

/** Ann of firm 42, signed in, with one mailbox. */
async function connected(account: Account = mailbox('m1')) {
  const world = createWorld();
  const browser: Browser = {};
  await authorize(world, browser, 'clio', ann);
  await authorize(world, browser, 'microsoft', account);
  const { connections } = await view(world, browser);
  const id = connections[1]?.id ?? '';
  return { world, browser, id, open: () => openConnection(world.ports, '42', id) };
}

async function view(world: World, browser: Browser) {
  const found = await sessionView(world.ports, await openSession(world.ports, browser));
  if (!found.signedIn) throw new Error('Nobody is signed in.');
  return found;
}

const codeOf = async (work: Promise<unknown>): Promise<ErrorCode | 'nothing'> => {
  try {
    await work;
    return 'nothing';
  } catch (error) {
    return error instanceof SyncError ? error.code : Promise.reject(error);
  }
};

describe('An access token', () => {
  test('is used as it is until two minutes before it runs out, then refreshed once', async () => {
    const { world, open } = await connected();
    const { accessToken } = await open();
    world.now += hourMs - 120_001;
    expect(await accessToken()).toBe('microsoft-access-1');
    world.now += 1;
    expect(await accessToken()).toBe('microsoft-access-2');
    expect(await accessToken()).toBe('microsoft-access-2');
    expect(world.microsoft.asked.refreshes).toEqual(['microsoft-refresh-1']);
  });

  test('is refreshed once for all who ask at the same moment', async () => {
    const { world, open } = await connected();
    const { accessToken } = await open();
    world.now += hourMs;
    const tokens = await Promise.all([accessToken(), accessToken(), accessToken(), accessToken()]);
    expect(new Set(tokens)).toEqual(new Set(['microsoft-access-2']));
    expect(world.microsoft.asked.refreshes).toHaveLength(1);
  });

  test('that the service refuses is refreshed although it has not run out', async () => {
    const { world, open } = await connected();
    const connection = await open();
    await connection.accessToken();
    connection.invalidate();
    expect(await connection.accessToken()).toBe('microsoft-access-2');
    expect(await connection.accessToken()).toBe('microsoft-access-2');
    expect(world.microsoft.asked.refreshes).toHaveLength(1);
  });

  test('that the service refuses is not refreshed again when another worker already did', async () => {
    const { world, open } = await connected();
    const [mine, others] = [await open(), await open()];
    for (const each of [others, mine]) {
      each.invalidate();
      expect(await each.accessToken()).toBe('microsoft-access-2');
    }
    expect(world.microsoft.asked.refreshes).toHaveLength(1);
  });

  test('with a lifetime of nothing does not make every request a refresh', async () => {
    const { world, open } = await connected(mailbox('m1', { lifetimeMs: 0 }));
    const { accessToken } = await open();
    for (let request = 0; request < 10; request += 1) await accessToken();
    expect(world.microsoft.asked.refreshes).toEqual([]);
    world.now += 30_000;
    for (let request = 0; request < 10; request += 1) await accessToken();
    expect(world.microsoft.asked.refreshes).toHaveLength(1);
  });

  test('comes with a rotated refresh token that is saved before anybody uses the new one', async () => {
    const { world, open } = await connected();
    for (let round = 1; round <= 4; round += 1) {
      world.now += hourMs;
      await (await open()).accessToken();
    }
    expect(world.microsoft.asked.refreshes).toEqual([1, 2, 3, 4].map((count) => `microsoft-refresh-${count}`));
  });

  test('of a provider that does not rotate keeps its refresh token', async () => {
    const { world, open } = await connected();
    world.microsoft.rotates = false;
    for (let round = 1; round <= 3; round += 1) {
      world.now += hourMs;
      await (await open()).accessToken();
    }
    expect(world.microsoft.asked.refreshes).toEqual([
      'microsoft-refresh-1',
      'microsoft-refresh-1',
      'microsoft-refresh-1',
    ]);
  });
});

describe('Two workers with one grant', () => {
  test('refresh one at a time: the other one goes on with the old token while it is good', async () => {
    const { world, open } = await connected();
    const [first, second] = [await open(), await open()];
    world.now += hourMs - 60_000;
    let meanwhile = '';
    world.microsoft.onRefresh = async () => {
      meanwhile = await second.accessToken();
    };
    expect(await first.accessToken()).toBe('microsoft-access-2');
    expect(meanwhile).toBe('microsoft-access-1');
    expect(await second.accessToken()).toBe('microsoft-access-2');
    expect(world.microsoft.asked.refreshes).toHaveLength(1);
  });

  test.each(['ran out', 'was refused'])('the other one waits when the old token %s', async (why) => {
    const { world, open } = await connected();
    const [first, second] = [await open(), await open()];
    if (why === 'ran out') world.now += hourMs;
    else for (const each of [first, second]) each.invalidate();
    let meanwhile: unknown;
    world.microsoft.onRefresh = async () => {
      meanwhile = await second.accessToken().catch((error: unknown) => error);
    };
    await first.accessToken();
    expect(meanwhile).toMatchObject({ code: 'unavailable', retryAfterMs: 1000 });
    expect(world.microsoft.asked.refreshes).toHaveLength(1);
  });

  test('a worker that died while refreshing holds nobody up for longer than a request takes', async () => {
    const { world, open } = await connected();
    world.now += hourMs;
    world.microsoft.onRefresh = () => new Promise<void>(() => undefined);
    const dead = await open();
    void dead.accessToken();
    await expect.poll(() => world.microsoft.asked.refreshes.length).toBe(1);
    world.microsoft.onRefresh = undefined;
    expect(await codeOf((await open()).accessToken())).toBe('unavailable');
    world.now += 25_000;
    expect(await (await open()).accessToken()).toBe('microsoft-access-2');
  });

  test('a worker that was overtaken does not overwrite the newer grant with its own', async () => {
    const { world, open } = await connected();
    const slow = await open();
    world.now += hourMs;
    let once = true;
    world.microsoft.rotates = false;
    world.microsoft.onRefresh = async () => {
      if (!once) return;
      once = false;
      world.now += 60_000;
      await (await open()).accessToken();
    };
    const token = await slow.accessToken();
    expect(token).toBe('microsoft-access-2');
    expect(await (await open()).accessToken()).toBe(token);
  });
});

const states = {
  grantLost: 'lost',
  consentNeeded: 'needsConsent',
  adminNeeded: 'needsAdmin',
  interactionNeeded: 'lost',
} as const;

describe('A grant that dies', () => {
  test.each(['grantLost', 'consentNeeded', 'adminNeeded', 'interactionNeeded'] as const)(
    'with %s marks the connection, forgets the tokens and says what to do',
    async (code) => {
      const { world, browser, id, open } = await connected();
      world.now += hourMs;
      world.microsoft.onRefresh = () => {
        throw new SyncError(code, 'no');
      };
      expect(await codeOf((await open()).accessToken())).toBe(code);
      const connection = await readConnection(world.ports, '42', id);
      expect(connection).toMatchObject({ state: states[code], dueAt: world.now });
      expect(connection).not.toHaveProperty('sealed');
      expect(connection).not.toHaveProperty('refreshing');
      expect((await view(world, browser)).connections[1]?.sentence).toMatch(
        /^Microsoft 365 .+ (?:Authorize again as m1@outlook.example; syncing then goes on|Ask for a new link)/u,
      );
      expect(await codeOf(open())).toBe(code);
      expect(world.microsoft.asked.refreshes).toHaveLength(1);
    },
  );

  test.each(['appRejected', 'unavailable', 'timeout', 'network', 'rateLimited', 'garbled', 'misconfigured'] as const)(
    'is not what %s means: the person is not asked for anything and the next try may succeed',
    async (code) => {
      const { world, browser, open } = await connected();
      world.now += hourMs;
      world.microsoft.onRefresh = () => {
        throw new SyncError(code, 'no');
      };
      expect(await codeOf((await open()).accessToken())).toBe(code);
      expect((await view(world, browser)).connections[1]?.state).toBe('active');
      world.microsoft.onRefresh = undefined;
      expect(await (await open()).accessToken()).toBe('microsoft-access-2');
    },
  );

  test('without a refresh token is lost when it has run out, without asking anybody', async () => {
    const { world, id, open } = await connected(mailbox('m1', { refreshes: false }));
    expect(await (await open()).accessToken()).toBe('microsoft-access-1');
    world.now += hourMs;
    expect(await codeOf((await open()).accessToken())).toBe('grantLost');
    expect((await readConnection(world.ports, '42', id))?.state).toBe('lost');
    expect(world.microsoft.asked.refreshes).toEqual([]);
  });

  test('does not take a newer one with it that the person gave meanwhile', async () => {
    const { world, browser, id, open } = await connected();
    const worker = await open();
    world.now += hourMs;
    world.microsoft.onRefresh = async () => {
      world.microsoft.onRefresh = undefined;
      await authorize(world, browser, 'microsoft', mailbox('m1'));
      throw new SyncError('grantLost', 'revoked');
    };
    expect(await worker.accessToken()).toBe('microsoft-access-2');
    expect((await readConnection(world.ports, '42', id))?.state).toBe('active');
  });

  test('found by a refused request is lost too, but only while it is the one in use', async () => {
    const { world, browser, id, open } = await connected();
    const old = await open();
    await old.accessToken();
    await authorize(world, browser, 'microsoft', mailbox('m1'));
    await old.lose('forbidden');
    expect((await readConnection(world.ports, '42', id))?.state).toBe('active');
    await (await open()).lose('forbidden');
    expect(await readConnection(world.ports, '42', id)).toMatchObject({ state: 'lost', lostCause: 'forbidden' });
    await loseConnection(world.ports, { firm: '42', id: 'unknown' }, 'grantLost', 'x');
  });

  test('comes back when the same account grants anew, with the account filled in', async () => {
    const { world, browser, id, open } = await connected();
    await (await open()).lose('grantLost');
    const back = await authorize(world, browser, 'microsoft', mailbox('m1'), { connection: id });
    expect(back.notice).toBe('reconnected');
    expect(world.microsoft.asked.hints.at(-1)).toBe('m1@outlook.example');
    const connection = await readConnection(world.ports, '42', id);
    expect(connection?.state).toBe('active');
    for (const said of ['lostCause', 'reminded', 'dueAt']) expect(connection).not.toHaveProperty(said);
    expect(await (await open()).accessToken()).toBe('microsoft-access-2');
  });

  test('is not replaced by another account: that becomes another connection, and the person is told', async () => {
    const { world, browser, id, open } = await connected();
    await (await open()).lose('grantLost');
    expect((await authorize(world, browser, 'microsoft', mailbox('m2'))).notice).toBe('connectedOther');
    expect((await view(world, browser)).connections.map((each) => [each.account, each.state])).toEqual([
      ['ann@firm.example', 'active'],
      ['m1@outlook.example', 'lost'],
      ['m2@outlook.example', 'active'],
    ]);
    expect((await readConnection(world.ports, '42', id))?.account).toBe('m1@outlook.example');
  });
});

describe('Disconnecting', () => {
  test('destroys the tokens, and connecting again finds the same connection', async () => {
    const { world, browser, id, open } = await connected();
    await disconnect(world.ports, { firm: '42', member: '7001' }, id);
    const connection = await readConnection(world.ports, '42', id);
    expect(connection?.state).toBe('disconnected');
    expect(connection).not.toHaveProperty('sealed');
    expect(await codeOf(open())).toBe('grantLost');
    expect((await authorize(world, browser, 'microsoft', mailbox('m1'))).notice).toBe('connected');
    expect((await view(world, browser)).connections.map((each) => each.id)).toContain(id);
    expect(await (await open()).accessToken()).toBe('microsoft-access-2');
  });

  test('twice is the same as once', async () => {
    const { world, id } = await connected();
    const caller = { firm: '42', member: '7001' };
    await disconnect(world.ports, caller, id);
    await disconnect(world.ports, caller, id);
    expect((await readConnection(world.ports, '42', id))?.state).toBe('disconnected');
  });

  test('while a worker refreshes leaves no grant behind', async () => {
    const { world, id, open } = await connected();
    const worker = await open();
    world.now += hourMs;
    world.microsoft.onRefresh = () => disconnect(world.ports, { firm: '42', member: '7001' }, id);
    expect(await codeOf(worker.accessToken())).toBe('grantLost');
    expect(await readConnection(world.ports, '42', id)).not.toHaveProperty('sealed');
  });

  test('somebody else’s connection looks the same as an unknown one', async () => {
    const { world, id } = await connected();
    for (const other of [bob, eve]) await authorize(world, {}, 'clio', other);
    for (const [caller, connection] of [
      [{ firm: '42', member: '7002' }, id],
      [{ firm: '66', member: '9001' }, id],
      [{ firm: '42', member: '7001' }, 'unknown'],
      [{ firm: '42', member: '7001' }, '__proto__'],
    ] as const) {
      expect(await codeOf(disconnect(world.ports, caller, connection))).toBe('notFound');
    }
    expect((await readConnection(world.ports, '42', id))?.state).toBe('active');
  });
});

test('A grant copied into the row of another firm or connection does not open there', async () => {
  const { world, browser, id } = await connected();
  const eves: Browser = {};
  await authorize(world, eves, 'clio', eve);
  const anns = await readConnection(world.ports, '42', id);
  const row = world.ports.table.rows().find((each) => each.pk === 'FIRM#66' && each.sk.startsWith('CONN#'));
  if (anns === undefined || row === undefined) throw new Error('Something is missing.');
  await world.ports.table.put({ ...row, sealed: anns.sealed });
  expect(await codeOf(openConnection(world.ports, '66', String(row['id'])))).toBe('misconfigured');
  await world.ports.table.put({ ...anns, pk: 'FIRM#66', sk: `CONN#${id}`, firm: '66' });
  expect(await codeOf(openConnection(world.ports, '66', id))).toBe('misconfigured');
  expect((await view(world, browser)).connections).toHaveLength(2);
});
