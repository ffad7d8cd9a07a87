import { neverAny, one, type Resource } from './fields.ts';
import type { Contact, Matter, Relationship } from './records.ts';
import { contactResource } from './resources.ts';
import { etagOf } from './state.ts';

/** What matters and relationships can show: the names of Clio's OpenAPI document (`Matter`, `Relationship`). */
export const matterResource: Resource<Matter> = {
  scalars: {
    id: (matter) => matter.id,
    etag: (matter) => etagOf('matter', matter),
    number: (matter) => matter.number,
    display_number: (matter) => String(matter.number).padStart(5, '0'),
    description: (matter) => matter.description,
    status: (matter) => matter.status,
    created_at: (matter, view) => view.time(matter.created_at),
    updated_at: (matter, view) => view.time(matter.updated_at),
  },
  nested: {
    client: one<Matter, Contact>(
      () => contactResource,
      (matter, view) => view.book.get(matter.firm, matter.client),
    ),
    practice_area: neverAny(null),
    responsible_attorney: neverAny(null),
    originating_attorney: neverAny(null),
    matter_stage: neverAny(null),
    group: neverAny(null),
  },
};

export const relationshipResource: Resource<Relationship> = {
  scalars: {
    id: (relationship) => relationship.id,
    etag: (relationship) => etagOf('relationship', relationship),
    description: (relationship) => relationship.description,
    created_at: (relationship, view) => view.time(relationship.created_at),
    updated_at: (relationship, view) => view.time(relationship.updated_at),
  },
  nested: {
    contact: one<Relationship, Contact>(
      () => contactResource,
      (relationship, view) => view.book.get(relationship.firm, relationship.contact),
    ),
    matter: one<Relationship, Matter>(
      () => matterResource,
      (relationship, view) => view.matters.get(relationship.matter),
    ),
  },
};
