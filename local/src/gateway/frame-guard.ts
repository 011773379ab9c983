/** Follows the frames in a client's bytes without keeping them, to see each frame's length before its payload is read. */
export class FrameGuard {
  /** Bytes of the present frame's payload that are still to come. */
  private payload = 0;
  /** The present frame's header, as far as it has come. */
  private header: number[] = [];

  constructor(private readonly maxBytes: number) {}

  /** Takes the next bytes; true when a frame in them says that it is longer than allowed. */
  exceeds(chunk: Uint8Array): boolean {
    if (this.payload === 0 && this.header.length === 0 && isShortFrame(chunk)) {
      return false;
    }
    let position = 0;
    while (position < chunk.length) {
      if (this.payload > 0) {
        const skipped = Math.min(this.payload, chunk.length - position);
        this.payload -= skipped;
        position += skipped;
      } else {
        this.header.push(chunk[position++]);
        const length = payloadLength(this.header);
        if (length !== undefined) {
          this.header = [];
          this.payload = length;
          if (length > this.maxBytes) {
            return true;
          }
        }
      }
    }
    return false;
  }
}

/** Whether the bytes are exactly one masked frame of up to 125 bytes, as most messages are. */
function isShortFrame(chunk: Uint8Array): boolean {
  const length = chunk[1] - 128;
  return length >= 0 && length <= 125 && chunk.length === 6 + length;
}

/** The payload's length (RFC 6455 section 5.2), or undefined while the header is incomplete. */
function payloadLength(header: readonly number[]): number | undefined {
  if (header.length < 2) {
    return undefined;
  }
  const short = header[1] % 128;
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
  const mask = header[1] >= 128 ? 4 : 0;
  if (header.length < 2 + extended + mask) {
    return undefined;
  }
  return extended === 0 ? short : header.slice(2, 2 + extended).reduce((length, byte) => length * 256 + byte, 0);
}
