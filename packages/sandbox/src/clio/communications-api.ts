import { replyJson } from '../kernel/plain-http.ts';
import type { Handler } from './call.ts';
import { after } from './contact-list.ts';
import { many, neverAny, type Resource } from './fields.ts';
import { listPage } from './listing.ts';
import type { Communication } from './records.ts';
import { etagOf } from './state.ts';

/** `GET communications`: of one contact, or what was changed since (OpenAPI, Communications). No more is known of them here than whom they name. */
export const listCommunications: Handler = (call) => {
  const query = call.url.searchParams;
  const contact = query.get('contact_id');
  const since = query.get('updated_since');
  const isChanged = since === null ? () => true : after<Communication>(since, (one) => one.updated_at);
  const found = [...call.clio.state.communications.values()].filter(
    (one) => one.firm === call.user.firm && (contact === null || one.contact === Number(contact)) && isChanged(one),
  );
  return replyJson(
    listPage({
      url: call.url,
      address: `${call.clio.base}/api/v4/communications.json`,
      resource: communicationResource,
      records: found.sort((a, b) => a.id - b.id),
      view: call.view,
      maxLimit: 200,
      orders: { id: ({ id }) => id },
    }),
  );
};

type Participant = { readonly id: number };
const participant: Resource<Participant> = {
  scalars: { id: ({ id }) => id, type: () => 'Contact' },
  nested: {},
};

const communicationResource: Resource<Communication> = {
  scalars: {
    id: (one) => one.id,
    etag: (one) => etagOf('communication', one),
    updated_at: (one, view) => view.time(one.updated_at),
  },
  nested: {
    senders: neverAny([]),
    receivers: many<Communication, Participant>(
      () => participant,
      (one) => [{ id: one.contact }],
    ),
  },
};
