export type { Handler, HandlerContext } from './in-process-function';
export type { InvocationResult } from './invocation';
export type { LambdaOptions } from './lambda';
export { Lambda } from './lambda';
export type { AwsAccess } from './launch';
export { UnpackedCode } from './unpacked-code';
export type { FunctionSource, SourceOptions } from './source-bundle';
