import type { ServerResponse } from 'node:http';

/** Like the providers' own pages as far as the steps of the tests see them: a list of people with a button each. */
export function consentPage(provider: string, query: URLSearchParams): string {
  const button = provider === 'clio' ? 'Allow' : 'Accept';
  const kept = ['return', 'region', 'connection', 'move', 'for']
    .filter((name) => query.has(name))
    .map((name) => `<input type="hidden" name="${name}" value="${query.get(name)}">`);
  return `<!doctype html><html lang="en"><title>${provider}</title><main><h1>Who are you?</h1>
    <form action="/auth/${provider}/callback">${kept.join('')}
    <p>Robin Ashworth <button>${button}</button></p></form></main></html>`;
}

export function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}
