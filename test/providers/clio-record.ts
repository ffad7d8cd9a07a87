/** A contact as Clio sends it with all the fields that are asked for; only what matters has to be said. */
export function clioContact(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    id: 101,
    etag: '"9a103be2201ae758992733a91f02903f"',
    created_at: '2026-01-05T09:30:00-05:00',
    updated_at: '2026-02-06T10:00:00-05:00',
    type: 'Person',
    name: 'Anna Reyes',
    prefix: null,
    first_name: 'Anna',
    middle_name: null,
    last_name: 'Reyes',
    title: null,
    date_of_birth: null,
    company: null,
    email_addresses: [],
    phone_numbers: [],
    addresses: [],
    web_sites: [],
    instant_messengers: [],
    ...fields,
  };
}

export const email = (id: number, address: string, more: object = {}): object => ({
  id,
  address,
  name: 'Work',
  primary: false,
  ...more,
});
