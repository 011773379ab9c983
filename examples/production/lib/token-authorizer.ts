import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface TokenAuthorizerProps {
  /** Where the function logs. */
  readonly logGroup: logs.ILogGroup;
}

/**
 * Who has a token may connect. A service of yours issues them, by `kms:GenerateMac` with the token key, which never leaves KMS. Browsers
 * cannot set headers, so the token is in the query string; let it end within minutes.
 */
export class TokenAuthorizer extends Construct {
  public readonly authorizer: WebSocketLambdaAuthorizer;
  public readonly tokenKey: kms.Key;

  constructor(scope: Construct, id: string, { logGroup }: TokenAuthorizerProps) {
    super(scope, id);
    this.tokenKey = new kms.Key(this, 'TokenKey', {
      description: 'Signs the tokens that clients connect with',
      keySpec: kms.KeySpec.HMAC_256,
      keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC,
    });
    const handler = new lambda.Function(this, 'Function', {
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromInline(readFileSync(join(__dirname, 'authorizer.js'), 'utf8')),
      environment: { TOKEN_KEY_ARN: this.tokenKey.keyArn },
      memorySize: 256,
      timeout: Duration.seconds(5),
      tracing: lambda.Tracing.ACTIVE,
      logGroup,
      role: new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
    });
    logGroup.grantWrite(handler);
    this.tokenKey.grantVerifyMac(handler);
    this.authorizer = new WebSocketLambdaAuthorizer('Tokens', handler, { identitySource: ['route.request.querystring.token'] });
  }
}
