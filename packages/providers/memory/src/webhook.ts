import type { HttpResponse, Notice, Webhook } from '@concord/core';

const answer = (status: number): HttpResponse => ({ status, headers: {}, body: '' });

/** Reads what a book delivers: `{ secret, event, id }`. */
export const webhook: Webhook = {
  receive: ({ body }, hook) => {
    if (hook === undefined) return { kind: 'rejected', response: answer(410) };
    const notice = JSON.parse(body) as { secret: string; event: Notice['kind']; id: string };
    if (notice.secret !== hook.secret) return { kind: 'rejected', response: answer(401) };
    return { kind: 'notices', notices: [{ kind: notice.event, ids: [notice.id] }], response: answer(200) };
  },
};
