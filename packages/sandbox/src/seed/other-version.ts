import type { Card } from './card.ts';
import type { Draw } from './draw.ts';
import { respelled, respelledEmail, respelledPhone } from './spelling.ts';

/** How an address book has somebody whom Clio has too: spelled otherwise, with less, or under the name from before the wedding. */
export function otherVersion(draw: Draw, card: Card): Card {
  const other: Card = { ...card };
  if (draw.chance(0.3)) respell(draw, other);
  if (draw.chance(0.3))
    other.phones = other.phones.map((phone) => ({ ...phone, value: respelledPhone(draw, phone.value) }));
  if (draw.chance(0.15)) other.phones = other.phones.slice(1);
  if (draw.chance(0.15)) other.addresses = [];
  if (draw.chance(0.1)) delete other.jobTitle;
  if (draw.chance(0.1)) delete other.birthday;
  if (draw.chance(0.05)) other.notes = 'Prefers to be called in the morning.';
  if (draw.chance(0.05)) other.categories = ['Clients'];
  if (card.kind === 'person' && card.emails.length > 0 && draw.chance(0.007)) {
    other.lastName = `${card.lastName}-${draw.one(['Adler', 'Novak', 'Silva'])}`;
  }
  return other;
}

function respell(draw: Draw, card: Card): void {
  const fields = card.kind === 'company' ? (['company'] as const) : (['firstName', 'lastName'] as const);
  const field = draw.one<'company' | 'firstName' | 'lastName'>(fields);
  card[field] = respelled(draw, card[field] ?? '');
  if (draw.chance(0.5))
    card.emails = card.emails.map((email) => ({ ...email, value: respelledEmail(draw, email.value) }));
}
