/** RFC 3492, one label of a domain to ASCII. The numbers are the RFC's own. */
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const firstBias = 72;
const firstCode = 128;

/** A name in the DNS has at most so many characters, so a longer label is none; it would only cost time. */
const longestLabel = 63;

/** `xn--` and the Punycode of a label that is not ASCII; any other, and one that is too long, as it is. Expects it folded. */
export function asciiLabel(label: string): string {
  const codes = Array.from(label, (character) => character.codePointAt(0) ?? 0);
  const isAscii = codes.every((code) => code < firstCode);
  return isAscii || codes.length > longestLabel ? label : `xn--${encoded(codes)}`;
}

function encoded(codes: readonly number[]): string {
  const basic = codes.filter((code) => code < firstCode);
  let output = basic.map((code) => String.fromCodePoint(code)).join('') + (basic.length > 0 ? '-' : '');
  let bias = firstBias;
  let delta = 0;
  let at = firstCode;
  for (let done = basic.length; done < codes.length; ) {
    const next = Math.min(...codes.filter((code) => code >= at));
    delta += (next - at) * (done + 1);
    for (const code of codes) {
      if (code < next) delta += 1;
      if (code !== next) continue;
      output += variableLength(delta, bias);
      bias = adapted(delta, done + 1, done === basic.length);
      delta = 0;
      done += 1;
    }
    delta += 1;
    at = next + 1;
  }
  return output;
}

function variableLength(delta: number, bias: number): string {
  let digits = '';
  let rest = delta;
  for (let k = base; ; k += base) {
    const threshold = Math.min(Math.max(k - bias, tMin), tMax);
    if (rest < threshold) return digits + digitOf(rest);
    digits += digitOf(threshold + ((rest - threshold) % (base - threshold)));
    rest = Math.floor((rest - threshold) / (base - threshold));
  }
}

const digitOf = (value: number): string => 'abcdefghijklmnopqrstuvwxyz0123456789'.charAt(value);

function adapted(delta: number, points: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / damp) : Math.floor(delta / 2);
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > Math.floor(((base - tMin) * tMax) / 2); k += base) rest = Math.floor(rest / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
