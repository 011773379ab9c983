import type { Api, RouteSettings } from './api';
import { ClientError } from './errors';
import { isObject, type Frame, type FrameKind } from './protocol';
import type { Request } from './requests';

/** Routes that an API may have beside those of its workflows. */
export type ServiceRoute = 'ping' | 'status' | 'stop' | 'answer' | 'refuse' | 'wait' | 'ack' | 'resume';

/** Makes messages as an API reads them. */
export interface Messages {
  settings(route: string): RouteSettings;
  knows(service: ServiceRoute): boolean;
  /** A message that starts something, checked as the route's settings say. */
  toRoute(route: string, message: unknown, requestId: string): Promise<Frame>;
  /** A message to one of the API's own routes, which may be sent again; with an id, it names the execution that was started with it. */
  toService(service: ServiceRoute, reply: FrameKind, message: Frame, requestId?: string): Request;
}

export function createMessages({ routes, envelope = inTop, ...services }: Api): Messages {
  const settings = (route: string): RouteSettings => routes?.[route] ?? {};
  return {
    settings,
    knows: (service) => !!services[service],
    async toRoute(route, message, requestId) {
      const { schema, hasRequestId = true } = settings(route);
      const issues = isObject(message) ? (await schema?.['~standard'].validate(message))?.issues : [{ message: 'an object is needed' }];
      if (issues) {
        throw new ClientError('InvalidMessage', `${route}: ${issues.map((issue) => issue.message).join('; ')}`);
      }
      return envelope(route, message as Frame, hasRequestId ? requestId : undefined);
    },
    toService(service, reply, message, requestId) {
      const route = services[service];
      if (!route) {
        throw new ClientError('NoRoute', `api.${service} names no route`);
      }
      return { message: envelope(route, message, requestId), reply, mayResend: true };
    },
  };
}

function inTop(route: string, message: Frame, requestId?: string): Frame {
  return { ...message, ...requestId && { requestId }, ...route !== '$default' && { action: route } };
}
