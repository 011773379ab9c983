import { MOST_PIECES, MOST_UNFINISHED } from './limits';
import { isObject, isText, parsed, type Frame } from './protocol';

/**
 * Puts messages together that came in pieces.
 * @param seqsOf is told those of the pieces, where they are kept ones: each is acknowledged
 * @returns takes a piece, and gives the message when it was its last
 */
export function createPieces(seqsOf: WeakMap<Frame, readonly string[]>): (frame: Frame) => Frame | undefined {
  const unfinished = new Map<string, Frame[]>();
  return (frame) => {
    const { id, index, of } = frame.piece as { readonly id: string; readonly index: number; readonly of: number };
    if (!(Number.isInteger(index) && of <= MOST_PIECES && index >= 0 && index < of)) {
      return undefined;
    }
    const pieces = unfinished.get(id) ?? [];
    pieces[index] = frame;
    unfinished.set(id, pieces);
    if (unfinished.size > MOST_UNFINISHED) {
      unfinished.delete(unfinished.keys().next().value as string);
    }
    if (pieces.filter(Boolean).length < of) {
      return undefined;
    }
    unfinished.delete(id);
    const seqs = [...new Set(pieces.map(({ seq }) => seq).filter(isText))];
    const whole = { ...asFrame(pieces.map(({ text }) => text).join(''), frame.executionId), seq: seqs[0] };
    seqsOf.set(whole, seqs);
    return whole;
  };
}

/** The frame that a text stands for; a message that is no object is its `message`. */
export function asFrame(text: string, executionId: unknown): Frame {
  const value = parsed(text);
  return { ...isText(executionId) && { executionId }, ...isObject(value) ? value : { message: value } };
}
