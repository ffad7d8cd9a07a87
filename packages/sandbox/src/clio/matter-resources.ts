import { neverAny, one, type Resource } from './fields.ts';
import type { Contact, Matter, PracticeArea, Relationship, User } from './records.ts';
import { contactResource, userResource } from './resources.ts';
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
    open_date: (matter) => matter.open_date,
    pending_date: (matter) => matter.pending_date,
    close_date: (matter) => matter.close_date,
  },
  nested: {
    client: one<Matter, Contact>(
      () => contactResource,
      (matter, view) => view.book.get(matter.firm, matter.client),
    ),
    practice_area: one<Matter, PracticeArea>(
      () => practiceAreaResource,
      (matter, view) => (matter.practice_area === null ? undefined : view.practiceAreaOf(matter.practice_area)),
    ),
    responsible_attorney: one<Matter, User>(
      () => userResource,
      (matter, view) => (matter.responsible_attorney === null ? undefined : view.userOf(matter.responsible_attorney)),
    ),
    originating_attorney: neverAny(null),
    matter_stage: neverAny(null),
    group: neverAny(null),
  },
};

export const practiceAreaResource: Resource<PracticeArea> = {
  scalars: {
    id: (area) => area.id,
    etag: (area) => etagOf('practice_area', area),
    name: (area) => area.name,
    code: () => null,
    category: () => null,
    created_at: (area, view) => view.time(area.created_at),
    updated_at: (area, view) => view.time(area.updated_at),
  },
  nested: {},
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
