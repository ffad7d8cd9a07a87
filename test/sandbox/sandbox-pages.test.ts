import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { liveList } from '../../packages/sandbox/src/pages/live-list.ts';
import { escapeHtml, page } from '../../packages/sandbox/src/pages/shell.ts';

const hashOf = (text: string | undefined) =>
  `'sha256-${createHash('sha256')
    .update(text ?? '')
    .digest('base64')}'`;

describe('the shell of the sandbox’s pages', () => {
  it('makes text harmless in content and in quoted attributes', () => {
    expect(escapeHtml(`<a href="x" b='y'>&\0</a>`)).toBe(
      '&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;\ufffd&lt;/a&gt;',
    );
  });

  it('allows exactly its own style and script, by their hashes', () => {
    const script = 'document.title = "<ok>";';
    const response = page({ title: 'T', service: 'clio', body: '', script });
    const html = response.body;
    const policy = response.headers['content-security-policy'] ?? '';
    expect(policy).toContain(`style-src ${hashOf(/<style>([\s\S]*)<\/style>/u.exec(html)?.[1])};`);
    expect(policy).toContain(`script-src ${hashOf(script)};`);
    expect(html).toContain(`<script>${script}</script>`);
    expect(html).not.toMatch(/ style=| on[a-z]+=/u);
  });

  it('allows no script on a page without one', () => {
    expect(page({ title: 'T', service: 'outlook', body: '' }).headers['content-security-policy']).toContain(
      "script-src 'none'",
    );
  });

  it('lets forms lead to this machine and to what a page names, and nowhere else', () => {
    const { headers } = page({ title: 'T', service: 'clio', body: '', formTargets: ['https://concord.example'] });
    expect(headers['content-security-policy']).toContain(
      "form-action 'self' http://127.0.0.1:* http://localhost:* https://concord.example;",
    );
  });

  it('has the title escaped, the status, the notice as a status message, and the banner of its service', () => {
    const response = page({ title: 'A & B', service: 'outlook', body: '<h1>H</h1>', status: 422, notice: '<saved>' });
    const html = response.body;
    expect([response.status, response.headers['cache-control']]).toEqual([422, 'no-store']);
    expect(html).toContain('<title>A &amp; B · Outlook stand-in</title>');
    expect(html).toContain('<p class="notice" role="status">&lt;saved&gt;</p>');
    expect(html).toContain('This is a stand-in for Microsoft 365, not Microsoft.');
    expect(html).toContain('<a href="/outlook/people" aria-current="true">');
  });

  it('cannot be left by the address that a list follows', () => {
    expect(liveList('</script><b>')).not.toContain('</script>');
  });
});
