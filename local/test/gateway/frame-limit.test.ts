import { property, assert, array, integer, boolean } from 'fast-check';
import WebSocket from 'ws';
import { FrameLimit } from '../../src/gateway/frame-limit';

/** `ws` has it, but its types do not tell. */
const { Sender } = WebSocket as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } };

/** A frame as a client sends it. */
function frame(length: number, mask: boolean): Buffer {
  return Buffer.concat(Sender.frame(Buffer.alloc(length), { fin: true, rsv1: false, opcode: 1, mask, readOnly: false }));
}

test('finds a frame that is too long, however the bytes are cut', () => {
  const someLengths = array(integer({ min: 0, max: 70_000 }), { minLength: 1, maxLength: 6 });
  assert(property(someLengths, integer({ min: 1, max: 40_000 }), boolean(), (lengths, size, mask) => {
    const bytes = Buffer.concat(lengths.map((length) => frame(length, mask)));
    const guard = new FrameLimit(32_768);
    let exceeded = false;
    for (let offset = 0; offset < bytes.length && !exceeded; offset += size) {
      exceeded = guard.exceeds(bytes.subarray(offset, offset + size));
    }

    expect(exceeded).toBe(lengths.some((length) => length > 32_768));
  }), { numRuns: 50 });
});
