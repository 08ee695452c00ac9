// Verifies a message as a receiver would: `node verify.mjs <library>`, with secret, headers and body as JSON on standard input.
import { readFileSync } from "node:fs";

const { Webhook } = await import(process.argv[2]);
const { secret, headers, body } = JSON.parse(readFileSync(0, "utf8"));
try {
  new Webhook(secret).verify(body, headers);
  console.log("accepted");
} catch (e) {
  console.log(`refused: ${e.message}`);
}
