/** Follows the frames in a client's bytes without keeping them, to see each frame's length before its payload is read. */
export class FrameLimit {
  /** Bytes of the present frame's payload that are still to come. */
  private payload = 0;
  /** The present frame's header, as far as it has come. */
  private header: number[] = [];
  /** Frames of the message that has begun. */
  private frames = 0;
  /** Frames of each message whose last frame has begun. */
  private readonly messages: number[] = [];

  constructor(private readonly maxBytes: number) {}

  /** Takes the next bytes; true when a frame in them says that it is longer than allowed. */
  public exceeds(chunk: Uint8Array): boolean {
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
          this.count(this.header[0]);
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

  /** To be called for each message, in order; true when it is longer than its frames may be, which it can be when they are compressed. */
  public exceedsFrames(message: Uint8Array): boolean {
    return message.length > (this.messages.shift() ?? 1) * this.maxBytes;
  }

  /** @param first the first byte of a frame */
  private count(first: number): void {
    const isControlFrame = first % 16 >= 8;
    if (isControlFrame) {
      return;
    }
    this.frames += 1;
    const isLast = first >= 0x80;
    if (isLast) {
      this.messages.push(this.frames);
      this.frames = 0;
    }
  }
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
