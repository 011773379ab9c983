import { TemplateLoadError } from './errors';

/**
 * The first `count` IPv4 blocks of `2^bits` addresses inside `block`.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
 */
export function cidrBlocks(block: string, count: number, bits: number, at: string): string[] {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
  const [a, b, c, d, prefix] = (match ?? []).slice(1).map(Number);
  const newPrefix = 32 - bits;
  const fits = match && count >= 1 && count <= 256 && newPrefix >= prefix && bits >= 1 && count <= 2 ** (newPrefix - prefix);
  if (!fits) {
    throw new TemplateLoadError(`${at}: Fn::Cidr cannot make ${count} blocks of ${bits} host bits from '${block}' (IPv4, 1 to 256 blocks)`);
  }
  const base = ((a * 256 + b) * 256 + c) * 256 + d;
  const start = base - (base % 2 ** (32 - prefix));
  return Array.from({ length: count }, (_, index) => {
    const address = start + index * 2 ** bits;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${newPrefix}`;
  });
}
