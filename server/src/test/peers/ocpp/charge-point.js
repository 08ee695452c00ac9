// Drives a charge point of `ocpp-rpc` in strict mode: a JSON command per line comes in, a JSON event per line goes out.
//   {"connect":{"endpoint","identity","password"?,"protocol"}}  {"call":{"method","params"}}  {"answer":{"method","with"}}  {"hangUp":true}
const { RPCClient, createRPCError } = require('ocpp-rpc');
const readline = require('readline');

const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const answers = {};
let client;

const accepted = { status: 'Accepted' };
const standing = {
  GetConfiguration: () => ({ configurationKey: [], unknownKey: [] }),
  GetVariables: (p) => ({
    getVariableResult: p.getVariableData.map((d) => ({ attributeStatus: 'UnknownVariable', component: d.component, variable: d.variable })),
  }),
  SetVariables: (p) => ({
    setVariableResult: p.setVariableData.map((d) => ({ attributeStatus: 'Accepted', component: d.component, variable: d.variable })),
  }),
};

async function connect({ endpoint, identity, password, protocol }) {
  client = new RPCClient({
    endpoint,
    identity,
    password,
    protocols: [protocol],
    strictMode: true,
    reconnect: false,
    callTimeoutMs: 20000,
  });
  client.on('strictValidationFailure', (failure) => say({ violation: String(failure.error && failure.error.message) }));
  client.on('close', ({ code, reason }) => say({ closed: { code, reason: String(reason) } }));
  client.handle(({ method, params }) => {
    say({ asked: { method, params } });
    const answer = answers[method];
    if (answer && answer.error) throw createRPCError(answer.error);
    return answer || (standing[method] ? standing[method](params) : accepted);
  });
  try {
    await client.connect();
    say({ connected: client.protocol });
  } catch (e) {
    say({ refused: String(e.message) });
  }
}

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const command = JSON.parse(line);
  if (command.connect) await connect(command.connect);
  if (command.answer) {
    answers[command.answer.method] = command.answer.with;
    say({ noted: command.answer.method });
  }
  if (command.call) {
    try {
      say({ result: await client.call(command.call.method, command.call.params) });
    } catch (e) {
      say({ failed: String(e.rpcErrorCode || e.message) });
    }
  }
  if (command.hangUp) {
    await client.close({ force: true }).catch(() => undefined);
    say({ hungUp: true });
  }
}).on('close', () => process.exit(0));
