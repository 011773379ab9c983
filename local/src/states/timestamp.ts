const ISO_8601 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** The milliseconds since 1970 of an ISO 8601 date-time with an offset, to the nanosecond; undefined for any other text. */
export function parseTimestamp(text: string): number | undefined {
  const parts = ISO_8601.exec(text);
  if (parts === null) {
    return undefined;
  }
  const [, year, month, day, hour, minute, second = '0', fraction = '0', offset] = parts;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number);
  const date = new Date(Date.UTC(y, mo - 1, d, h, mi, s));
  const isReal = date.getUTCMonth() === mo - 1 && date.getUTCDate() === d && h < 24 && mi < 60 && s < 60;
  return isReal ? date.getTime() + Number(fraction) * 1000 - offsetMinutes(offset) * 60_000 : undefined;
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z') {
    return 0;
  }
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return offset.startsWith('-') ? -minutes : minutes;
}
