import { EvaluationScope } from './expression';
import { Json, jsonText } from '../../json';

/** Data as a cause quotes it: what the execution was started with as it was sent, blanks included, all else compact. */
export function quote(data: Json, { input, inputText }: EvaluationScope): string {
  return data === input && inputText !== undefined ? inputText : jsonText(data);
}
