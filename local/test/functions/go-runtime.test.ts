import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { LocalRun, LogEntry } from '../../src';
import { folder } from '../files';
import { template } from '../support';

/** A client of the Runtime API that posts what it hears to its connection, by HTTPS and AWS's host name. */
const BOOTSTRAP = `package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

type event struct {
	Body           string
	RequestContext struct{ DomainName, Stage, ConnectionId string }
}

func main() {
	api := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(api + "next")
		if err != nil {
			os.Exit(0)
		}
		body, _ := io.ReadAll(next.Body)
		var heard event
		json.Unmarshal(body, &heard)
		context := heard.RequestContext
		posted, err := http.Post("https://"+context.DomainName+"/"+context.Stage+"/@connections/"+context.ConnectionId, "text/plain", bytes.NewBufferString(heard.Body))
		if err != nil {
			fmt.Println(err)
		} else {
			fmt.Println(posted.StatusCode, os.Getenv("AWS_ENDPOINT_URL") != "")
		}
		http.Post(api+next.Header.Get("Lambda-Runtime-Aws-Request-Id")+"/response", "application/json", bytes.NewBufferString("{\\"statusCode\\":200}"))
	}
}
`;

/** Longest time for Go to compile its libraries for the first time, in milliseconds. */
const COMPILING = 600_000;
const hasGo = spawnSync('go', ['version']).status === 0;

(hasGo ? test : test.skip)("a custom runtime in Go reaches its client by AWS's host name, and is warned of once", async () => {
  const { Resources } = template({
    routes: {
      $default: {
        isOneWay: true,
        integration: {
          IntegrationType: 'AWS_PROXY',
          RequestTemplates: undefined,
          IntegrationUri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Chat.Arn}/invocations' },
        },
      },
    },
  });
  const Chat = { Type: 'AWS::Serverless::Function', Properties: { Runtime: 'provided.al2023', Handler: 'bootstrap', CodeUri: 'chat/' } };
  const path = folder({ 'template.json': { Resources: { ...Resources, Chat } }, 'chat/main.go': BOOTSTRAP, 'package.json': '{}' });
  const { status, stderr } = spawnSync('go', ['build', '-o', 'bootstrap', 'main.go'], { cwd: join(path, 'chat'), encoding: 'utf8' });
  expect(`${status} ${stderr}`).toBe('0 ');
  const log: LogEntry[] = [];
  await using run = await LocalRun.start({ template: join(path, 'template.json'), logger: (entry) => log.push(entry) });
  const client = await run.connect();
  client.send({ hello: 'there' });
  expect(await client.next()).toEqual({ hello: 'there' });
  client.send({ hello: 'again' });
  expect(await client.next()).toEqual({ hello: 'again' });
  expect(log.filter(({ type }) => type === 'FunctionOutput')).toContainEqual({ type: 'FunctionOutput', function: 'Chat', line: '200 true' });
  expect(log.filter(({ type }) => type === 'Warning')).toEqual([{
    type: 'Warning',
    message: expect.stringMatching(/^resource Chat \(stack template\): a custom runtime that takes neither HTTPS_PROXY nor AWS_ENDPOINT_URL reaches AWS/),
  }]);
}, COMPILING);
