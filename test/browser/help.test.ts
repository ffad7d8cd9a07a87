import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionState, SyncState } from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './fake-api.ts';
import { hasFocus, pressOn } from './keyboard.ts';
import { onThePage } from './on-the-page.ts';
import { heading } from './steps.ts';

const on = onThePage({ records: 10 });
let page: Page;
let api: FakeApi;
beforeEach(() => {
  ({ page, api } = on);
});

const folder = join(import.meta.dirname, '../../docs/help');
const files = readdirSync(folder);
const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
const linksOf = (file: string): readonly string[] =>
  [...text(file).matchAll(/\]\(([^)]+)\)/gu)].map(([, target]) => target ?? '');

describe('the help', () => {
  it('links only to topics that are there, and to each of them from its first page', () => {
    expect(files.flatMap(linksOf).filter((target) => !files.includes(target))).toEqual([]);
    const others = files.filter((file) => file !== 'README.md');
    expect(others.filter((file) => !linksOf('README.md').includes(file))).toEqual([]);
  });

  it('names every permission that Microsoft is asked for, and no other', () => {
    const context = {
      app: { clientId: 'app', clientSecret: '' },
      hosts: { login: 'https://login.example.com', graph: 'https://graph.example.com' },
      redirectUri: 'https://concord.example.com/auth/microsoft/callback',
    };
    const url = new URL(microsoft.oauth.authorizeUrl(context, { state: 's', challenge: 'c' }));
    const asked = (url.searchParams.get('scope') ?? '').split(' ').toSorted();
    const named = [...text('administrator.md').matchAll(/^\| `([^`]+)`/gmu)].map(([, name]) => name ?? '');
    expect(asked.length).toBeGreaterThan(3);
    expect(named.toSorted()).toEqual(asked);
  });

  it('explains every state of an account by the word that the page has for it', { timeout: 40_000 }, async () => {
    const states = ['connecting', 'active', 'needsConsent', 'needsAdmin', 'lost', 'disconnected'] as const;
    const all: readonly ConnectionState[] = states;
    for (const state of all) {
      api.set({ microsoft: state });
      await page.goto(`${api.origin}/settings/sync`);
      const row = page.getByRole('region', { name: 'Connected accounts' }).getByRole('listitem').nth(1);
      const said = (await row.locator('h3 + span').innerText()).trim();
      expect(text('states.md')).toMatch(new RegExp(`^\\| ${said} +\\|`, 'mu'));
    }
  });

  it('explains every state of a sync by the word that the page has for it', { timeout: 40_000 }, async () => {
    const states = ['draft', 'scanning', 'previewed', 'running', 'live', 'paused', 'stopped'] as const;
    const all: readonly SyncState[] = states;
    for (const state of all) {
      api.set({ sync: state });
      api.show({ state });
      await page.goto(`${api.origin}/settings/sync`);
      const row = page.getByRole('region', { name: 'Syncs' }).getByRole('listitem').first();
      const said = (await row.locator('h3 + span').innerText()).trim();
      expect(text('states.md')).toMatch(new RegExp(`^\\| ${said} +\\|`, 'mu'));
    }
  });

  it('is there for somebody who cannot sign in, and is followed by keyboard without loading again', async () => {
    api.set({ signedIn: false });
    await page.goto(api.origin);
    await pressOn(page, page.getByRole('link', { name: 'Help', exact: true }));
    await heading(page, 'Help').waitFor();
    await page.evaluate('window.stayed = true');
    await pressOn(page, page.getByRole('link', { name: 'What each state means' }));
    await heading(page, 'What each state means').waitFor();
    expect(new URL(page.url()).pathname).toBe('/help/states');
    expect(await page.title()).toBe('What each state means · Concord');
    expect(await hasFocus(heading(page, 'What each state means'))).toBe(true);
    await pressOn(page, page.getByRole('link', { name: 'All help' }));
    await heading(page, 'Help').waitFor();
    expect(await page.evaluate('window.stayed')).toBe(true);
  });

  it('is linked from an account that is in trouble', async () => {
    api.set({ microsoft: 'lost' });
    await page.goto(`${api.origin}/settings/sync`);
    await pressOn(page, page.getByRole('link', { name: 'Help: When an account has lost its permission' }));
    await heading(page, 'When an account has lost its permission').waitFor();
  });

  it('does not invent topics', async () => {
    api.set({});
    for (const topic of ['nothing', 'constructor', '__proto__']) {
      await page.goto(`${api.origin}/help/${topic}`);
      await heading(page, 'There is nothing here').waitFor();
    }
  });
});
