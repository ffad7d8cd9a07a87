import type { Address, Card, Entry } from './card.ts';
import { emptyCard } from './card.ts';
import { jobTitles } from './company-names.ts';
import type { Draw } from './draw.ts';
import { landline, mobile } from './numbers.ts';
import type { Place } from './places.ts';
import { places } from './places.ts';
import type { Employer, Name, Town } from './town.ts';

type City = Place['cities'][number];

/** A company with what a firm knows of it. */
export function makeCompany({ draw, mailboxes }: Town, company: string): Employer {
  const place = draw.weighted(places);
  const city = draw.one(place.cities);
  const domain = mailboxes.domainOf(company);
  const card: Card = { ...emptyCard(), kind: 'company', company };
  if (draw.chance(0.8)) card.emails.push({ label: 'work', value: `info@${domain}` });
  if (draw.chance(0.9)) card.phones.push({ label: 'work', value: landline(draw, place, city[2]) });
  if (draw.chance(0.3)) card.phones.push({ label: 'fax', value: landline(draw, place, city[2]) });
  if (draw.chance(0.7)) card.addresses.push(makeAddress(draw, place, city, 'work'));
  if (draw.chance(0.5)) card.sites.push({ label: 'work', value: `https://www.${domain}` });
  return { card, domain, place, code: city[2] };
}

/** A person of that name, with whatever else chance gives. */
export function makeCard(town: Town, name: Name): Card {
  const { draw, companies } = town;
  const employer = companies.length > 0 && draw.chance(0.45) ? draw.one(companies) : undefined;
  const place = employer?.place ?? draw.weighted(places);
  const city = draw.one(place.cities);
  const card: Card = { ...emptyCard(), firstName: name.first, lastName: name.last };
  if (draw.chance(0.15)) card.prefix = draw.one(['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Hon.', 'Me']);
  if (draw.chance(0.2)) card.middleName = draw.chance(0.6) ? draw.filled('@.') : name.middle;
  if (employer?.card.company !== undefined) {
    card.company = employer.card.company;
    card.jobTitle = draw.one(jobTitles);
  }
  addEmails(town, card, name, employer);
  addPhones(town, card, place, city, employer?.code);
  if (draw.chance(0.6)) card.addresses.push(makeAddress(draw, place, city, employer === undefined ? 'home' : 'work'));
  if (draw.chance(0.1)) card.addresses.push(makeAddress(draw, place, draw.one(place.cities), 'home'));
  if (draw.chance(0.35)) card.birthday = makeBirthday(draw);
  if (draw.chance(0.06))
    card.sites.push({ label: 'home', value: `https://${town.mailboxes.localPart(name.latin)}.example.net` });
  if (draw.chance(0.05))
    card.messengers.push({ label: 'work', value: `${town.mailboxes.localPart(name.latin)}@chat.example.org` });
  return card;
}

const emailCounts = [
  { weight: 12, count: 0 },
  { weight: 62, count: 1 },
  { weight: 19, count: 2 },
  { weight: 5, count: 3 },
  { weight: 2, count: 5 },
] as const;

function addEmails({ draw, mailboxes }: Town, card: Card, name: Name, employer: Employer | undefined): void {
  const { count } = draw.weighted(emailCounts);
  for (let index = 0; index < count; index += 1) {
    const atWork = employer !== undefined && index === 0;
    card.emails.push({
      label: atWork ? 'work' : draw.one(['home', 'home', 'other']),
      value: mailboxes.open(draw, name.latin, atWork ? employer.domain : undefined),
    });
  }
  // The office's address beside one's own, or instead of it.
  const office = employer?.card.emails[0]?.value;
  if (office !== undefined && draw.chance(0.08)) card.emails.push({ label: 'work', value: office });
  if (card.emails.length > 1 && draw.chance(0.3)) setPrimary(card.emails, draw);
}

const phoneCounts = [
  { weight: 8, count: 0 },
  { weight: 50, count: 1 },
  { weight: 30, count: 2 },
  { weight: 12, count: 3 },
] as const;

function addPhones(town: Town, card: Card, place: Place, city: City, officeCode: string | undefined): void {
  const { draw } = town;
  const shared = draw.chance(0.06) ? phoneOfHousehold(town) : undefined;
  if (shared !== undefined) card.phones.push({ label: 'home', value: shared });
  const labels = officeCode === undefined ? privateLabels : officeLabels;
  const { count } = draw.weighted(phoneCounts);
  for (let index = 0; index < count; index += 1) {
    card.phones.push(makePhone(draw, draw.one(labels), place, city, officeCode));
  }
  // Several phones of one kind: what Outlook cannot hold.
  const more = draw.chance(0.05) ? 3 : 0;
  for (let index = 0; index < more; index += 1) card.phones.push(makePhone(draw, 'work', place, city, officeCode));
  if (card.phones.length > 1 && draw.chance(0.3)) setPrimary(card.phones, draw);
}

type PhoneLabel = 'work' | 'home' | 'mobile';
const privateLabels: readonly PhoneLabel[] = ['mobile', 'home', 'mobile', 'work'];
const officeLabels: readonly PhoneLabel[] = ['work', 'mobile', 'work'];

function makePhone(draw: Draw, label: PhoneLabel, place: Place, [, , code]: City, officeCode = code): Entry {
  if (label === 'mobile') return { label, value: mobile(draw, place, code) };
  if (label === 'home') return { label, value: landline(draw, place, code) };
  const value = landline(draw, place, officeCode);
  return { label, value: draw.chance(0.25) ? `${value} ext. ${10 + draw.number(90)}` : value };
}

/** The phone of somebody earlier, with whom one lives. */
function phoneOfHousehold({ draw, people }: Town): string | undefined {
  const other = people.length > 0 ? draw.one(people) : undefined;
  return other?.card.phones.find(({ label }) => label === 'home')?.value;
}

function setPrimary(list: Card['emails'], draw: Draw): void {
  draw.one(list).primary = true;
}

function makeAddress(draw: Draw, place: Place, [city, province]: City, label: 'work' | 'home'): Address {
  const number = 1 + draw.number(1990);
  const street = draw.one(place.streets);
  const line = place.numberFirst ? `${number} ${street}` : `${street} ${number}`;
  return {
    label,
    street: draw.chance(0.2) ? `${line}\nSuite ${100 + draw.number(900)}` : line,
    city,
    ...(province === '' ? {} : { province }),
    postalCode: draw.filled(place.postalCode),
    country: place.country,
  };
}

function makeBirthday(draw: Draw): string {
  if (draw.chance(0.02)) return `${1936 + 4 * draw.number(17)}-02-29`;
  const pad = (number: number): string => String(number).padStart(2, '0');
  return `${1930 + draw.number(75)}-${pad(1 + draw.number(12))}-${pad(1 + draw.number(28))}`;
}
