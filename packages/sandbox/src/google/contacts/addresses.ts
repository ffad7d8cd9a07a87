type Value = Readonly<Record<string, unknown>>;

/** Line by line, where nobody wrote it otherwise. Google's own order depends on the country; one will do here. */
export function formattedAddress(address: Value): string {
  const { streetAddress, extendedAddress, poBox, city, region, postalCode, country } = address;
  const place = [city, region, postalCode].filter(Boolean).join(' ');
  return [streetAddress, extendedAddress, poBox, place, country].filter(Boolean).join('\n');
}
